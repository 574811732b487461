import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let home: string;
let stack: ChildProcess;
const env = () => ({ PATH: process.env['PATH'], HOME: home, PORT: '0' });
const left = () => join(home, '.config', 'fleet-upgrade', 'local.json');

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fleet-home-'));
  const options = ['--types', 'demo-agent', '--agents', '1'];
  stack = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', ...options], {
    env: env(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (stack.stdout === null) throw new Error('The stack has no output.');
  await once(createInterface(stack.stdout), 'line');
}, 60_000);
afterAll(() => {
  stack.kill('SIGINT');
  rmSync(home, { recursive: true, force: true });
});

test('npm start in one terminal, fleet in another, with no configuration; afterwards nothing is left', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/fleet.ts', 'agents'], {
    env: env(),
  });
  expect(stdout).toMatch(/^item1 +demo-agent/m);
  const ended = once(stack, 'exit');
  stack.kill('SIGINT');
  await ended;
  expect(existsSync(left())).toBe(false);
}, 30_000);
