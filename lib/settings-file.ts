import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { environmentNames } from './environments.ts';
import { UnusableSettings } from './settings.ts';

/** What tells how such a file is written. */
const EXAMPLES = {
  settings: 'like environments.example.json',
  'agent types': 'like agent-types.json',
  networks: 'as docs/networks.md tells',
} as const;

/** Settings that may be in a file of their own, whose name is then given instead. */
const inFiles = { agentTypes: 'agent types', networks: 'networks' } as const;

const settingsFileSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * What a file like environments.example.json says of an environment; a name of a file in it is one beside that file. Nothing of an environment
 * that is not in it.
 * @throws UnusableSettings where it cannot be read or is about environments that there are not, with a sentence that says what to write
 */
export function settingsOfFile(file: string, environment: string): Record<string, unknown> {
  const parsed = settingsFileSchema.safeParse(readJson(file, 'settings'));
  if (!parsed.success)
    throw new UnusableSettings(
      `The settings in ${file} are not an object of environments. Write them ${EXAMPLES.settings}.`,
    );
  const unknown = Object.keys(parsed.data).filter((name) => !environmentNames.includes(name));
  if (unknown.length > 0)
    throw new UnusableSettings(
      `${file} has settings of ${unknown.join(', ')}. Write them under ${environmentNames.join(', ')}.`,
    );
  return withFiles(parsed.data[environment] ?? {}, dirname(file));
}

/** The settings, with the content of the files that they name in place of the names. */
export function withFiles(settings: Record<string, unknown>, folder: string): Record<string, unknown> {
  const read = Object.entries(inFiles).flatMap(([name, what]) => {
    const given = settings[name];
    return typeof given === 'string' ? [[name, readJson(resolve(folder, given), what)]] : [];
  });
  return { ...settings, ...Object.fromEntries(read) };
}

function readJson(file: string, what: keyof typeof EXAMPLES): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UnusableSettings(`The ${what} in ${file} cannot be read. Write a JSON file ${EXAMPLES[what]}.`, {
      cause,
    });
  }
}
