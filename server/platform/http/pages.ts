import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { plainPage } from './plain-page.ts';

const pages = ['handheld', 'bench', 'put-wall', 'wall', 'desk', 'device-test', 'design'] as const;

/** The built screens. Names under `assets` change with their content, so those are kept for a year; pages never. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    const notBuilt = plainPage(
      'The screens are not built',
      '<p>Run <code>npm run build</code>, then start the server again.</p>',
    );
    for (const path of ['/', ...pages.map((page) => `/${page}`)]) {
      app.get(path, async (_request, reply) =>
        reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
      );
    }
    return;
  }

  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    // `.built-from` and the like are nobody's business.
    dotfiles: 'deny',
    setHeaders(reply, path) {
      const isHashed = path.startsWith(join(folder, 'assets'));
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of pages) {
    const file = [`${page}/index.html`, `${page}.html`].find((name) => existsSync(join(folder, name)));
    if (file !== undefined) app.get(`/${page}`, async (_request, reply) => reply.sendFile(file));
  }
}
