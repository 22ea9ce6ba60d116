import { Server as HttpServer } from 'node:http';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { largestMessageBytes } from './screens.ts';

/**
 * Plain WebSocket routes on the port that socket.io uses too. @fastify/websocket answers 404 to every upgrade it has no
 * route for, socket.io's included (its client then says "Invalid WebSocket frame: RSV1"), so it listens to a bus that
 * only hears of the others.
 */
export async function openUpgrades(app: FastifyInstance): Promise<void> {
  const bus = new HttpServer();
  app.server.on('upgrade', (request, socket, head) => {
    if (!(request.url ?? '').startsWith('/socket.io/')) bus.emit('upgrade', request, socket, head);
  });
  await app.register(websocket, {
    options: { server: bus, maxPayload: largestMessageBytes, perMessageDeflate: false },
    errorHandler(error, socket, request) {
      // A frame that is too large or no frame at all is the client's fault, and closed by ws with the right code.
      if ('code' in error && String(error.code).startsWith('WS_ERR_')) {
        request.log.warn({ error }, 'websocket message refused');
        return;
      }
      request.log.error({ error }, 'websocket failed');
      socket.terminate();
    },
    // It would wait for every client's goodbye; one that sleeps must not hold up the end.
    preClose(done) {
      const sockets = [...app.websocketServer.clients];
      for (const socket of sockets) socket.close(1001, 'closing');
      setTimeout(() => {
        for (const socket of sockets) socket.terminate();
      }, 1_000).unref();
      app.websocketServer.close(() => {
        done();
      });
    },
  });
}
