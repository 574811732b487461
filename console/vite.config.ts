import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { consoleKey, KEY_FILE } from './sources.ts';

/** Leaves in the build what it was made of, so that nothing is built twice. */
const buildKey: Plugin = {
  name: 'build-key',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: KEY_FILE, source: consoleKey() });
  },
};

/**
 * The global styles carry Open Sans as data, 130 KB that every first load would wait for and that the page's policy would have to allow.
 * The next fonts of the same list are on every machine.
 */
const systemFonts: Plugin = {
  name: 'system-fonts',
  enforce: 'pre',
  transform(code, id) {
    return id.endsWith('/global-styles/index.css') ? code.replaceAll(/@font-face\s*\{[^}]*\}/g, '') : undefined;
  },
};

/** Cloudscape says of the phone's navigation which way it lies, which ARIA allows of no `nav` (axe: aria-allowed-attr). */
const phoneNavigation: Plugin = {
  name: 'phone-navigation',
  transform(code, id) {
    return id.endsWith('/app-layout/visual-refresh/mobile-toolbar.js')
      ? code.replace('"aria-orientation": "horizontal", ', '')
      : undefined;
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [buildKey, systemFonts, phoneNavigation],
  build: {
    outDir: fileURLToPath(new URL('../.cache/console', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // The page may load nothing but files of its own origin, so nothing is written into others as data.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // Libraries mark their parts 'use client' for servers that render; here all runs in the browser.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
});
