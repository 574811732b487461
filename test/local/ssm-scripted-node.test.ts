import { describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { Report } from '../../local/ssm/managed-node.ts';
import { type Outcome, type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { nodeId, START } from './ssm-bench.ts';

const later = String(START.getTime() / 1000 + 3600);
const parameters = { Action: 'upgrade', AttemptId: 'a', NotAfter: later, Version: '1.5.0' };

function node(script: Script | Outcome['kind']) {
  const clock = new VirtualClock(START);
  const full = typeof script === 'string' ? { latencyMs: 10, outcome: outcome(script) } : script;
  const scripted = new ScriptedNode({ id: nodeId(0), clock, version: '1.4.2', script: full });
  const run = async (
    document: ReturnType<typeof packageDocument>,
    values: Record<string, string>,
    signal?: AbortSignal,
  ) => {
    const report: { value?: Report } = {};
    const delivery = { commandId: 'c', document, parameters: values, executionTimeoutSeconds: 60 };
    void scripted.run({ ...delivery, signal: signal ?? new AbortController().signal }).then((value) => {
      report.value = value;
    });
    await clock.run();
    return report.value;
  };
  const upgrade = (change: object = {}, signal?: AbortSignal) =>
    run(packageDocument(), { ...parameters, ...change }, signal);
  const report = async (AttemptId: string) => line(await run(reportDocument(), { AttemptId }));
  return { clock, scripted, upgrade, report };
}

const outcome = (kind: Outcome['kind']): Outcome => (kind === 'failed' ? { kind, reason: 'UNPACK_FAILED' } : { kind });

const line = (report: Report | undefined): unknown => (report?.kind === 'ended' ? JSON.parse(report.stdout) : report);

describe('a scripted node', () => {
  test('upgrades and answers the line of the script', async () => {
    expect(line(await node('success').upgrade())).toEqual({
      fleetUpgrade: 1,
      attemptId: 'a',
      outcome: 'success',
      reason: 'UPGRADED',
      oldVersion: '1.4.2',
      newVersion: '1.5.0',
      healthy: true,
      message: 'scripted',
    });
  });

  test.each([
    [
      'at the target already',
      { Version: '1.4.2' },
      { outcome: 'success', reason: 'ALREADY_CURRENT', newVersion: '1.4.2' },
    ],
    ['too late', { NotAfter: '1' }, { outcome: 'failed', reason: 'NOT_AFTER_PASSED', newVersion: '1.4.2' }],
    [
      'to go back to a version that it does not keep',
      { Action: 'rollback', Version: '1.4.1' },
      { outcome: 'failed', reason: 'NO_PREVIOUS_VERSION', newVersion: '1.4.2' },
    ],
    ['to reinstall', { Action: 'reinstall', Version: '1.4.2' }, { reason: 'UPGRADED', newVersion: '1.4.2' }],
  ])('asked %s answers as the script does', async (_what, change, expected) => {
    expect(line(await node('success').upgrade(change))).toMatchObject(expected);
  });

  test('goes back to the version from before, and forward again', async () => {
    const { upgrade } = node('success');
    await upgrade();
    const back = { Action: 'rollback', AttemptId: 'b', Version: '1.4.2' };
    expect(line(await upgrade(back))).toMatchObject({
      outcome: 'success',
      reason: 'ROLLED_BACK',
      oldVersion: '1.5.0',
      newVersion: '1.4.2',
    });
    expect(line(await upgrade({ ...back, AttemptId: 'c', Version: '1.5.0' }))).toMatchObject({ reason: 'ROLLED_BACK' });
  });

  test('fails for its reason and keeps the version', async () => {
    const { scripted, upgrade } = node('failed');
    expect(await upgrade()).toMatchObject({ kind: 'ended', exitCode: 1 });
    expect(line(await upgrade())).toMatchObject({ outcome: 'failed', reason: 'UNPACK_FAILED', newVersion: '1.4.2' });
    expect(scripted.version).toBe('1.4.2');
  });

  test('answers an attempt the same for ever, whatever the script says by then', async () => {
    const { scripted, upgrade } = node('failed');
    const first = await upgrade();
    scripted.script = { latencyMs: 0, outcome: { kind: 'success' } };
    expect(await upgrade()).toEqual(first);
    expect(line(await upgrade({ AttemptId: 'b' }))).toMatchObject({ reason: 'UPGRADED' });
  });

  test.each<['timeout' | 'undeliverable' | 'noOutput', unknown]>([
    ['timeout', { kind: 'timedOut' }],
    ['undeliverable', { kind: 'undeliverable' }],
    ['noOutput', { kind: 'ended', exitCode: 1, stdout: '', stderr: 'failed to run commands: exit status 1' }],
  ])('may change and yet look like %s: only a report tells', async (kind, seen) => {
    const { upgrade, report } = node({ latencyMs: 10, outcome: { kind, changes: true } });
    expect(await upgrade()).toEqual(seen);
    expect(await report('a')).toEqual({
      fleetUpgrade: 1,
      report: true,
      version: '1.5.0',
      healthy: true,
      attempt: { id: 'a', state: 'done', result: expect.objectContaining({ outcome: 'success', reason: 'UPGRADED' }) },
    });
  });

  test('that is lost never reports, and is found unchanged', async () => {
    const { upgrade, report } = node('lost');
    expect(await upgrade()).toBeUndefined();
    expect(await report('a')).toMatchObject({
      version: '1.4.2',
      attempt: { state: 'done', result: { reason: 'INTERRUPTED' } },
    });
    expect(await report('never')).toMatchObject({ attempt: { id: 'never', state: 'none', result: null } });
  });

  test('that is cancelled stays as it is', async () => {
    const cancel = new AbortController();
    const { clock, scripted, upgrade } = node({ latencyMs: 1000, outcome: { kind: 'success' } });
    clock.schedule(500, () => cancel.abort());
    expect(await upgrade({}, cancel.signal)).toEqual({ kind: 'cancelled' });
    expect(scripted.version).toBe('1.4.2');
  });

  test('that is cancelled after its switch has begun goes on to its end', async () => {
    const cancel = new AbortController();
    const { clock, scripted, upgrade } = node({ latencyMs: 1000, outcome: { kind: 'success' }, switchMs: 400 });
    clock.schedule(500, () => cancel.abort());
    expect(await upgrade({}, cancel.signal)).toEqual({ kind: 'cancelled' });
    expect(scripted.version).toBe('1.5.0');
    expect(clock.now() - START.getTime()).toBe(1000);
  });

  test('runs one attempt at a time', async () => {
    const { scripted, clock } = node({ latencyMs: 1000, outcome: { kind: 'success' } });
    const delivery = { commandId: 'c', document: packageDocument(), executionTimeoutSeconds: 60 };
    const run = (AttemptId: string) =>
      scripted.run({ ...delivery, parameters: { ...parameters, AttemptId }, signal: new AbortController().signal });
    const both = [run('a'), run('b')];
    await clock.run();
    expect((await Promise.all(both)).map(line)).toMatchObject([{ reason: 'UPGRADED' }, { reason: 'NODE_BUSY' }]);
  });
});
