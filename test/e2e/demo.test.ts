import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { missingTools } from '../../local/node/find-command.ts';
import { DEBIAN_TOOLS } from '../../local/node/packages.ts';

/** Runs `npm run demo` with these arguments; answers its exit code and the job that it prints. */
async function demo(...args: string[]) {
  const child = spawn('node_modules/.bin/tsx', ['local/demo.ts', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, said, job: output === '' ? undefined : JSON.parse(output) };
}

const missing = missingTools(DEBIAN_TOOLS);
const ofAllTypes =
  missing.length === 0
    ? ['demo-agent      1 x 1.5.0', 'demo-beat       1 x 1.5.0', 'demo-collector  1 x 1.5.0']
    : ['demo-agent      2 x 1.5.0', 'demo-collector  1 x 1.5.0', 'demo-beat is left out: this machine has no '];
const alsoFrom = missing.length === 0 ? 'three types' : `two types (demo-beat needs ${missing.join(', ')})`;

test(`the demo ends with 0 where every agent of ${alsoFrom} itself says the target, also with every event lost`, async () => {
  const { code, job, said } = await demo('--agents', '3', '--without-events');
  for (const line of ofAllTypes) expect(said).toContain(line);
  expect(job).toMatchObject({ status: 'success', progress: { total: 3, succeeded: 3 } });
  expect(said).toContain('Asked themselves, 3 of 3 agents run 1.5.0, and 3 are healthy.');
  expect(code).toBe(0);
}, 60_000);

test('the demo ends with 1 where the version is bad, and every agent is healthy at its old one', async () => {
  const { code, job, said } = await demo('--agents', '2', '--target', '1.6.0');
  expect(job).toMatchObject({
    status: 'failed',
    agents: [{ oldVersion: '1.4.2', newVersion: '1.4.2', reason: 'HEALTH_CHECK_FAILED' }, {}],
  });
  expect(said).toContain('Asked themselves, 0 of 2 agents run 1.6.0, and 2 are healthy.');
  expect(code).toBe(1);
}, 60_000);

test('the demo plays a scenario and ends with 0 where all of it held', async () => {
  const { code, job, said } = await demo('--scenario', 'conflict');
  expect(said).toContain('All of this held.');
  expect(job).toMatchObject({ phase: 'done', progress: { total: 8 } });
  expect(code).toBe(0);
}, 60_000);

test('the demo names the scenarios where it is asked for another one', async () => {
  const { code, said } = await demo('--scenario', 'storm');
  expect(said).toContain('There is no scenario "storm". The scenarios are canary, pause-resume, cancel,');
  expect(code).toBe(2);
}, 60_000);

test('the demo says what an option is to be', async () => {
  const { code, said } = await demo('--agents', 'many');
  expect(said).toContain('agents');
  expect(code).toBe(2);
}, 60_000);
