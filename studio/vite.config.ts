import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// File names carry no hash: the bundle is committed, and CI compares it with a build of its own.
export default defineConfig({
  plugins: [svelte()],
  base: './',
  build: {
    outDir: '../src/vertikal/web/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: 'studio.js',
        assetFileNames: 'studio.[ext]',
        codeSplitting: false,
      },
    },
  },
});
