import { defineConfig } from 'vite'

/** One classic script, nothing beside it: the bank's site adds one tag and no stylesheet. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/web/widget',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    lib: { entry: 'src/main.tsx', name: 'MurojaatWidget', formats: ['iife'], fileName: () => 'widget.js' },
  },
})
