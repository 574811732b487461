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

/** Replaces a text of one of Cloudscape's files. The build fails where a new version has it no more, so that the patch is looked at again. */
function patched(file: string, text: string, replacement: string): Plugin {
  let isFound = false;
  return {
    name: `patched ${file}`,
    transform(code, id) {
      if (!id.endsWith(`@cloudscape-design/components/${file}`) || !code.includes(text)) return undefined;
      isFound = true;
      return code.replace(text, replacement);
    },
    buildEnd(error) {
      if (error === undefined && !isFound) this.error(`${file} has no ${text} to be replaced.`);
    },
  };
}

/** Cloudscape says of the phone's navigation which way it lies, which ARIA allows of no `nav` (axe: aria-allowed-attr). */
const phoneNavigation = patched(
  'app-layout/visual-refresh/mobile-toolbar.js',
  '"aria-orientation": "horizontal", ',
  '',
);

/** The calendar is a dialog without a name (axe: aria-dialog-name); it takes that of its field. */
const namedCalendar = patched(
  'date-picker/index.js',
  'className: styles.calendar, role: "dialog" }',
  'className: styles.calendar, role: "dialog", "aria-labelledby": ariaLabelledby }',
);

/** Menus that may leave their table are put at the page's end, outside of all landmarks (axe: region); its main part is as good a place. */
const menusInMain = patched(
  'dropdown/internal.js',
  'currentDocument.body);',
  'currentDocument.querySelector("main") ?? currentDocument.body);',
);

/** The frame's drawer of new features, which the console has none of, would bring lists that are sorted by dragging: 27 kB, compressed. */
const withoutFeatureList = patched(
  'app-layout/visual-refresh-toolbar/drawer/feature-notifications-drawer-content.js',
  "import List from '../../../list/internal';",
  'const List = () => null;',
);

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [buildKey, systemFonts, phoneNavigation, namedCalendar, menusInMain, withoutFeatureList],
  resolve: {
    // Cloudscape's messages come parsed; a parser of messages is for those that are not.
    alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/lib/no-parser.js' },
  },
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
