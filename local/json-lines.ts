import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type * as z from 'zod';

/** What an earlier process left cannot be read: another release wrote it, or it is damaged. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/**
 * A file of JSON values, one a line, for this user alone. What was added is with the operating system when `add` returns, so that it outlives a
 * kill -9 of this process; the end of the machine it may not.
 */
export class JsonLines {
  readonly #descriptor: number;
  #isClosed = false;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** What the file holds; nothing where there is none. A last line that was cut short is left out. @throws UnreadableFile where a line is not of the schema */
  static read<T>(file: string, schema: z.ZodType<T>): T[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.slice(0, -1).map((line, index) => {
      try {
        return schema.parse(JSON.parse(line));
      } catch (cause) {
        throw new UnreadableFile(`Line ${index + 1} of ${file} cannot be read.`, { cause });
      }
    });
  }

  /** Begins the file anew with these values; another one of this name is replaced in one step. */
  static write(file: string, values: readonly unknown[]): JsonLines {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, values.map((value) => `${JSON.stringify(value)}\n`).join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return new JsonLines(openSync(file, 'a'));
  }

  /** Once closed, it takes nothing any more. @throws where the disk does not take it, and then none of it is there: the next line would join half of one */
  add(value: unknown): void {
    if (this.#isClosed) return;
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    const { size } = fstatSync(this.#descriptor);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.#descriptor, line, at);
    } catch (error) {
      ftruncateSync(this.#descriptor, size);
      throw error;
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }
}
