import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { type Clock, systemClock } from '../../local/clock.ts';
import { RealNode, type RealNodeOptions } from '../../local/ssm/real-node.ts';
import { hasEnded } from './processes.ts';
import { nodeId } from './ssm-bench.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleet-node-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function documentOf(...scripts: string[]): CommandDocument {
  return {
    schemaVersion: '2.2',
    description: 'a test',
    parameters: {},
    mainSteps: scripts.map((script, index) => ({
      action: 'aws:runShellScript',
      name: `step${index}`,
      inputs: { timeoutSeconds: '30', runCommand: script.split('\n') },
    })),
  };
}

const run = (
  document: CommandDocument,
  options: Partial<RealNodeOptions> = {},
  signal = new AbortController().signal,
) =>
  new RealNode({ id: nodeId(0), directory, clock: systemClock, ...options }).run({
    commandId: randomUUID(),
    document,
    parameters: { Word: 'plain-word' },
    executionTimeoutSeconds: 30,
    signal,
  });

describe('a real node', () => {
  test('gives output, error output and the exit code', async () => {
    expect(await run(documentOf('echo out; echo err >&2; exit 7'))).toEqual({
      kind: 'ended',
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\nfailed to run commands: exit status 7',
    });
  });

  test('runs in its own directory with little of an environment', async () => {
    const report = await run(documentOf('pwd; env | cut -d= -f1 | sort | grep -v "^_$"'));
    const names = ['AWS_SSM_INSTANCE_ID', 'HOME', 'PATH', 'PWD', 'SSM_COMMAND_ID', 'SSM_Word'];
    expect(report).toMatchObject({ stdout: `${[directory, ...names].join('\n')}\n` });
  });

  test('runs its steps in order until one fails', async () => {
    expect(await run(documentOf('echo 1', 'echo 2; exit 1', 'echo 3'))).toMatchObject({
      exitCode: 1,
      stdout: '1\n2\n',
    });
  });

  test('skips a step for another platform', async () => {
    const document = documentOf('echo 1; exit 1', 'echo 2');
    const windows = { StringEquals: ['platformType', 'Windows'] } as const;
    const mainSteps = document.mainSteps.map((step) =>
      step.name === 'step0' ? { ...step, precondition: windows } : step,
    );
    expect(await run({ ...document, mainSteps })).toMatchObject({ exitCode: 0, stdout: '2\n' });
  });

  test.each([
    ['3.3.2746.0', 'plain-word {{ Word }}'],
    ['3.3.2745.9', 'none plain-word'],
  ])('hands parameters over as SSM Agent %s does', async (agentVersion, expected) => {
    const report = await run(documentOf(`echo "\${SSM_Word-none}" '{{ Word }}'`), { agentVersion });
    expect(report).toMatchObject({ stdout: `${expected}\n` });
  });

  test('does not wait for a daemon that holds the pipe', async () => {
    expect(await run(documentOf('sleep 5 & echo $! >pid; echo started'))).toMatchObject({
      exitCode: 0,
      stdout: 'started\n',
    });
    await run(documentOf('kill "$(cat pid)"'));
  });

  /** Begins, with a child that would go on alone, and writes the child's number down. */
  const group = documentOf('sleep 20 & echo $! >begun; wait');

  const begun = async (): Promise<number> => {
    for await (const { filename, eventType } of watch(directory, { signal: AbortSignal.timeout(4000) }))
      if (filename === 'begun' && eventType === 'change')
        return Number(await readFile(join(directory, 'begun'), 'utf8'));
    throw new Error('The script did not begin.');
  };

  test('kills the process group when cancelled', async () => {
    const cancel = new AbortController();
    const child = begun();
    const running = run(group, {}, cancel.signal);
    const pid = await child;
    cancel.abort();
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await hasEnded(pid)).toBe(true);
  });

  test('kills it, too, when the execution timeout is over', async () => {
    let giveUp = (): void => undefined;
    const schedule: Clock['schedule'] = (delayMs, callback) => {
      expect(delayMs).toBe(30_000);
      giveUp = callback;
      return () => undefined;
    };
    const child = begun();
    const running = run(group, { clock: { now: () => 0, schedule } });
    const pid = await child;
    giveUp();
    expect(await running).toEqual({ kind: 'timedOut' });
    expect(await hasEnded(pid)).toBe(true);
  });

  test('does not begin what is cancelled already', async () => {
    expect(await run(group, {}, AbortSignal.abort())).toEqual({ kind: 'cancelled' });
    expect(await readdir(directory)).not.toContain('begun');
  });
});
