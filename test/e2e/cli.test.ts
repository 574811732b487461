import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTarget, type Target } from '../acceptance/target.ts';

let target: Target;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fleet-cli-'));
  target = await startTarget(4);
}, 60_000);
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await target?.stop();
});

/** Runs the command line as a pipeline would: nobody at a terminal, and all configuration in the environment. */
function fleet(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/fleet.ts', ...args], {
      env: { PATH: process.env['PATH'], HOME: home, FLEET_URL: target.baseUrl, FLEET_TOKEN: target.tokens.operator },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

describe('a pipeline', () => {
  test('waits for an upgrade in plain lines, reads its end, and gets 0', async () => {
    const { code, out, err } = await fleet(
      'upgrade',
      '--agents',
      'item1,item2',
      '--to',
      '1.5.0',
      '--wait',
      '--output',
      'json',
    );
    const job = JSON.parse(out);
    expect({ code, status: job.status, agents: job.agents.length }).toEqual({ code: 0, status: 'success', agents: 2 });
    expect(err).toContain(`Z ${job.id} success, 2 of 2 done (ALL_SUCCEEDED)\n`);
    expect(err + out).not.toContain('\u001b');
    expect(await fleet('report', job.id, '--format', 'csv')).toMatchObject({
      code: 0,
      out: expect.stringContaining('item2'),
    });
    expect(await fleet('jobs', '--limit', '1')).toMatchObject({ code: 0, out: expect.stringContaining(job.id) });
  }, 90_000);

  test('gets 1 for a version that is bad', async () => {
    const { code, out } = await fleet('upgrade', '--agents', 'item3', '--to', '1.6.0', '--wait');
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/item3 .*HEALTH_CHECK_FAILED/) });
  }, 90_000);

  test.each<[string, number, string[], RegExp]>([
    [
      '3 for a request that is refused',
      3,
      ['upgrade', '--agents', 'a/b', '--to', '1.5.0'],
      /VALIDATION_FAILED \(400\), request /,
    ],
    ['3 for a job that there is not', 3, ['pause', 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D'], /JOB_NOT_FOUND \(404\)/],
    ['3 for what takes an administrator', 3, ['freeze', 'set', '--reason', 'a fair'], /\(403\), request /],
    [
      '3 for a node that nobody knows',
      3,
      ['upgrade', '--nodes', 'i-0', '--type', 'demo-agent', '--to', '1.5.0'],
      /no demo-agent on i-0/,
    ],
    ['2 for a command line that is none', 2, ['upgrade', '--to', '1.5.0'], /Say which agents/],
  ])('gets %s, with nothing on standard output', async (_sentence, code, args, message) => {
    const answer = await fleet(...args);
    expect(answer).toEqual({ code, out: '', err: expect.stringMatching(message) });
  });
});
