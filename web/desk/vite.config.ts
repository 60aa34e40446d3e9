import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const stub = '\0no-schemas'

/**
 * The schemas of the wire are for servers: the console trusts its own host and needs only their types, which are gone by
 * now. What is left of them is built by calls no bundler may drop, so `zod` is replaced by something that builds nothing
 * and refuses to be used.
 */
const noSchemas: Plugin = {
  name: 'no-schemas',
  enforce: 'pre',
  apply: 'build',
  resolveId: (id) => (id === 'zod' ? stub : null),
  load: (id) =>
    id === stub
      ? `const refuse = () => { throw new Error('schemas are not part of the console') }
const build = new Proxy(function () {}, {
  get: (_, name) => (name === 'parse' || name === 'safeParse' ? refuse : build),
  apply: () => build,
})
export const z = build`
      : null,
}

export default defineConfig({
  root,
  base: '/',
  plugins: [react(), noSchemas],
  build: {
    outDir: path.resolve(root, '../../dist/web/desk'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own host: the content policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: { host: '127.0.0.1', port: 5190, strictPort: true },
})
