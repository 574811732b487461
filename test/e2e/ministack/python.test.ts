import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { emulation } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'no-emulation-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('where there is no Python, that is the reason', async () => {
  expect(await emulation(join(folder, 'a'), { PATH: folder })).toEqual({
    missing: 'there is no Python 3.10 or newer with venv',
  });
});

test('where pip reaches nothing to install from, that is the reason', async () => {
  // Nobody listens at port 9.
  const env = { ...process.env, PIP_INDEX_URL: 'http://127.0.0.1:9/', PIP_CONFIG_FILE: '/dev/null' };
  const made = await emulation(join(folder, 'b'), env);
  // A machine without Python says so here, too.
  expect(made).toEqual({
    missing: expect.stringMatching(/^(pip cannot install it here \(.+\)|there is no Python .*)$/),
  });
});
