import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Machine } from './machine.ts';
import type { Measured } from './section.ts';

export interface Result extends Measured {
  readonly at: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
}

const resultsSchema = z.record(z.string(), z.unknown());

/** Writes one section's result into the file and leaves those of the others, each of which says when and where it was measured. */
export function keepResults(file: string, section: string, result: Result): void {
  const others = existsSync(file) ? resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  writeFileSync(file, `${JSON.stringify({ ...others, [section]: result }, null, 2)}\n`);
}
