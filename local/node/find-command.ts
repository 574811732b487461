import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The file that this process's PATH has for a command; undefined where there is none. */
export const findCommand = (command: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, command))
    .find((file) => existsSync(file));

/** Those of these commands that this machine does not have. */
export const missingTools = (tools: readonly string[]): string[] =>
  tools.filter((tool) => findCommand(tool) === undefined);
