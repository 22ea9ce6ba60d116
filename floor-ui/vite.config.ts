import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.FLOORWAVE_SERVER ?? 'https://localhost:3000';
const doors = ['/socket.io', '/session', '/enrol', '/photos', '/v1'];

/** The built pages answer at `/handheld` as well as `/handheld/`; the development server should too. */
const pagesWithoutSlash: Plugin = {
  name: 'pages-without-slash',
  configureServer(dev) {
    dev.middlewares.use((request, _reply, next) => {
      request.url = request.url?.replace(
        /^\/(handheld|bench|put-wall|wall|desk|design|device-test)(?=$|\?)/,
        '/$1/',
      );
      next();
    });
  },
};

export default defineConfig({
  root,
  appType: 'mpa',
  plugins: [svelte(), pagesWithoutSlash],
  server: {
    proxy: Object.fromEntries(
      doors.map((door) => [door, { target: server, secure: false, ws: door === '/socket.io' }]),
    ),
  },
  worker: { format: 'es' },
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    // A strict content policy has no room for data: fonts and pictures.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        launcher: page('index.html'),
        handheld: page('handheld/index.html'),
        bench: page('bench/index.html'),
        'put-wall': page('put-wall/index.html'),
        wall: page('wall/index.html'),
        desk: page('desk/index.html'),
        deviceTest: page('device-test/index.html'),
      },
    },
  },
});
