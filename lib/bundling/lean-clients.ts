import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import * as z from 'zod';

const SCHEMAS = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;
const MANIFEST = /@aws-sdk[\\/][\w-]+[\\/]package\.json$/;

const manifestSchema = z.object({ version: z.string() });

/**
 * Lets esbuild leave out of a client of AWS what no command of the functions needs. A client describes all its shapes in one file, in a form
 * of which esbuild must assume that each line does something: client-ec2 alone is 560 KB, where asking for instances needs 22 KB.
 * @param named words in the sources of the functions: of an error that none of them names, its class is left out. It is then thrown as
 * the service's own exception, with the same `name`, as the SDK does with errors that are newer than it is.
 */
export const leanClients = (named: ReadonlySet<string>): Plugin => ({
  name: 'lean-clients',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, ({ path }) => {
      const errors = join(dirname(path), '../models/errors.js');
      const retried = existsSync(errors) ? retryable(readFileSync(errors, 'utf8')) : [];
      return { contents: leanSchemas(readFileSync(path, 'utf8'), new Set([...named, ...retried])), loader: 'js' };
    });
    // A client only says its version; the rest is what npm wants to know.
    build.onLoad({ filter: MANIFEST }, ({ path }) => ({
      contents: JSON.stringify({ version: manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).version }),
      loader: 'json',
    }));
  },
});

/**
 * `{ [_xN]: _I }`, where `const _xN = "xmlName"`, becomes `{ "xmlName": _I }`: to make a string of an unknown key could have an effect.
 * And what registers the class of an error stays where the class is named.
 */
export function leanSchemas(source: string, named: ReadonlySet<string>): string {
  const constants = new Map<string, string>();
  for (const [, name = '', text = ''] of source.matchAll(/^const (\w+) = ("[^"\\\n]*");$/gm)) constants.set(name, text);
  return source
    .replace(/\[(\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key))
    .replace(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) => (named.has(name) ? line : ''));
}

/** The SDK sends a command again by what the class of its error says. */
const retryable = (source: string): readonly string[] =>
  source
    .split('export class ')
    .filter((text) => text.includes('$retryable'))
    .map((text) => text.split(' ', 1)[0] ?? '');

/** The names of classes in these sources. */
export const namedIn = (sources: readonly string[]): ReadonlySet<string> =>
  new Set(sources.flatMap((source) => source.match(/\b[A-Z]\w+/g) ?? []));
