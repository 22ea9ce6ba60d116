import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** Register before the routes it shall tell about. Only what outsiders may build upon is shown. */
export async function serveDocs(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Floorwave',
        version,
        description: 'Orders in, facts out. Answers that say no are problem documents (RFC 9457).',
      },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    },
    transform({ schema, url }) {
      return url.startsWith('/v1/') ? { schema, url } : { schema: { ...schema, hide: true }, url };
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false });
}
