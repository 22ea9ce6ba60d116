import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  registry: Registry;
  commandSeconds: Histogram<'command' | 'outcome'>;
  pushes: Counter<'view'>;
}

const seconds = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** One registry per app, so that two apps of one test do not share counts. */
export function createMetrics(read: {
  sockets: () => number;
  /** Journal rows not yet stamped, and the age of the oldest. */
  relayLag: () => Promise<{ rows: number; seconds: number }>;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, collect: (self: Gauge) => void | Promise<void>): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        return collect(this);
      },
    });
  };
  gauge('floorwave_screens_connected', 'Sockets of screens', (self) => {
    self.set(read.sockets());
  });
  gauge('floorwave_relay_rows_waiting', 'Journal rows that wait for their position', async (self) => {
    self.set((await read.relayLag()).rows);
  });
  gauge('floorwave_relay_lag_seconds', 'Age of the oldest journal row without a position', async (self) => {
    self.set((await read.relayLag()).seconds);
  });
  return {
    registry,
    commandSeconds: new Histogram({
      name: 'floorwave_command_seconds',
      help: "From a command's arrival to its answer",
      labelNames: ['command', 'outcome'],
      buckets: seconds,
      registers: [registry],
    }),
    pushes: new Counter({
      name: 'floorwave_view_pushes_total',
      help: 'Views sent to screens unasked',
      labelNames: ['view'],
      registers: [registry],
    }),
  };
}

/** Measures every request by its route, never by its address: addresses hold ids. */
export function serveMetrics(app: FastifyInstance, metrics: Metrics): void {
  const httpSeconds = new Histogram({
    name: 'floorwave_http_seconds',
    help: "From a request's arrival to its answer",
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers: [metrics.registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
    };
    httpSeconds.observe(labels, reply.elapsedTime / 1_000);
    done();
  });
  app.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
