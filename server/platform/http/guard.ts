import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Zebra's Browser Print listens on the packing station itself; only Safari on https needs the second port. */
const browserPrint = [
  'http://127.0.0.1:9100',
  'http://localhost:9100',
  'https://127.0.0.1:9101',
  'https://localhost:9101',
];

/** Headers that keep a browser from doing what no screen of ours asks for. Nothing inline, nothing from elsewhere. */
export async function guardPages(
  app: FastifyInstance,
  options: { hasSiteCertificate: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: [scripts],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ownSocket, ...browserPrint],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // With a local authority a device that lost its root could never get through the warning again.
    strictTransportSecurity: options.hasSiteCertificate ? { maxAge: 31_536_000 } : false,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header(
      'permissions-policy',
      'camera=(self), serial=(self), geolocation=(), microphone=(), payment=()',
    );
    done(null, payload);
  });
}

/** The reader of camera pictures is WebAssembly in a worker, and a worker goes by its own file's headers: no page may compile any. */
function scripts(request: IncomingMessage): string {
  return /^\/assets\/read-frame\.worker-[\w-]+\.js$/.test(request.url ?? '')
    ? "'self' 'wasm-unsafe-eval'"
    : "'self'";
}

/** Safari does not count a WebSocket to the same host as 'self'. */
function ownSocket(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  const scheme = 'encrypted' in request.socket ? 'wss' : 'ws';
  return /^[\w.:[\]-]+$/.test(host) ? `${scheme}://${host}` : "'self'";
}
