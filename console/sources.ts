import { fileURLToPath } from 'node:url';
import { contentKey } from '../lib/bundle-cache.ts';

/** The file of a build that says what it was made of. */
export const KEY_FILE = 'build-key.txt';

/** What the console is made of: its own sources, the client, the part of the domain that it shares, and the dependencies. */
const SOURCES = ['.', '../bin/client', '../functions/domain', '../package-lock.json'];

/** One text for the contents of all sources: another one where a build would differ. */
export const consoleKey = (): string =>
  contentKey(
    SOURCES.map((path) => fileURLToPath(new URL(path, import.meta.url))),
    {},
  );
