import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as z from 'zod';
import { Failure } from '../failures.ts';

/** Where this user's files are: below XDG_CONFIG_HOME where that is set, or ~/.config. */
export function configFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base === undefined || base === '' ? join(home, '.config') : base, 'fleet-upgrade');
}

/** Reads a JSON file. Undefined where there is none. @throws Failure (usage) where it is not what it should be */
export function readPrivate<Content>(path: string, schema: z.ZodType<Content>): Content | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = schema.safeParse(jsonOf(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Failure('usage', `${path} cannot be read: mend or remove it. ${fieldsOf(parsed.error)}`);
}

/** Writes a JSON file that only this user may read, whole or not at all. */
export function writePrivate(path: string, content: object): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No schema takes it, and a parser's message would show a piece of a token.
  }
}

/** Names, never contents: there are tokens among them. */
const fieldsOf = ({ issues }: z.ZodError) =>
  `Wrong: ${issues.map(({ path }) => path.join('.') || 'the whole file').join(', ')}.`;
