import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type * as z from 'zod';

/**
 * A file of JSON values, one a line. What was added is with the operating system when `add` returns, so that it outlives a
 * kill -9 of this process; the end of the machine it may not.
 */
export class JsonLines {
  readonly #descriptor: number;
  #isClosed = false;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** What the file holds; nothing where there is none. A last line that was cut short is left out. @throws ZodError where a line is not of the schema */
  static read<T>(file: string, schema: z.ZodType<T>): T[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.slice(0, -1).map((line) => schema.parse(JSON.parse(line)));
  }

  /** Begins the file anew with these values; another one of this name is replaced in one step. */
  static write(file: string, values: readonly unknown[]): JsonLines {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
    renameSync(`${file}.new`, file);
    return new JsonLines(openSync(file, 'a'));
  }

  /** Once closed, it takes nothing any more. */
  add(value: unknown): void {
    if (this.#isClosed) return;
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let at = 0; at < line.length; ) at += writeSync(this.#descriptor, line, at);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }
}
