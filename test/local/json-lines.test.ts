import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import * as z from 'zod';
import { JsonLines, UnreadableFile } from '../../local/json-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'json-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'lines.jsonl');

test('a last line that was cut short is left out, also for what is added then', () => {
  writeFileSync(file, '1\n2\n{"thr');
  const lines = JsonLines.write(file, JsonLines.read(file, z.number()));
  lines.add(3);
  lines.close();
  expect(JsonLines.read(file, z.number())).toEqual([1, 2, 3]);
});

test.each([
  ['is damaged', '1\n{"a":{"b"\n3\n', 2],
  ['is of another release', '"one"\n2\n', 1],
])('a line that %s is named', (_, content, line) => {
  writeFileSync(file, content);
  const read = () => JsonLines.read(file, z.number());
  expect(read).toThrow(UnreadableFile);
  expect(read).toThrow(`Line ${line} of ${file} cannot be read.`);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test('a line of which the disk takes a part is taken back, so that the next one begins where it did', () => {
  const module = pathToFileURL(join(import.meta.dirname, '../../local/json-lines.ts')).href;
  const script = `const { JsonLines } = await import(${JSON.stringify(module)});
    const lines = JsonLines.write(${JSON.stringify(file)}, []);
    for (const size of [300, 5000, 100]) try { lines.add('x'.repeat(size)); } catch ({ code }) { console.log(code); }`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  // A process that may write files of a few blocks only: the system takes what fits and refuses the rest.
  const said = execFileSync('sh', ['-c', 'ulimit -f 2 && exec "$@"', 'sh', ...node], { encoding: 'utf8' });
  expect(said).toBe('EFBIG\n');
  expect(JsonLines.read(file, z.string()).map(({ length }) => length)).toEqual([300, 100]);
});

test('what is kept, with the seed of task tokens and signed addresses in it, is for this user alone', () => {
  JsonLines.write(file, [1]).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
