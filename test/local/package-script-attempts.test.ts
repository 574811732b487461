import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { hasEnded } from './processes.ts';
import { agentFiles, encode, ScriptBench } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

describe('an attempt acts once:', () => {
  test.concurrent(
    'asked again, it answers what it answered first',
    ScriptBench.on(async (bench) => {
      const first = await bench.upgrade('1.6.0');
      bench.archives.set('/1.6.0', tarGz(agentFiles('1.6.0')));
      expect(await bench.upgrade('1.6.0')).toEqual(first);
      expect((await bench.report('attempt-1')).attempt).toMatchObject({
        state: 'done',
        result: { reason: 'HEALTH_CHECK_FAILED' },
      });
    }),
  );

  test.concurrent(
    'while it runs, it says so, and another one finds the node busy',
    ScriptBench.on(async (bench) => {
      const hooked = bench.hooked();
      const first = bench.upgrade('1.5.0', { RestartCommand: encode(`${bench.hookCommand}; cp current/* running/`) });
      await hooked;
      expect(await bench.upgrade('1.5.0')).toMatchObject({
        outcome: 'running',
        reason: 'ATTEMPT_RUNNING',
        exitCode: 1,
      });
      expect((await bench.report('attempt-1')).attempt).toEqual({ id: 'attempt-1', state: 'running', result: null });
      expect(await bench.upgrade('1.5.1', { AttemptId: 'other' })).toMatchObject({
        outcome: 'failed',
        reason: 'NODE_BUSY',
      });
      bench.release();
      expect(await first).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    'a lock that a dead process left does not hold the next one up',
    ScriptBench.on(async (bench) => {
      await writeFile(join(bench.directory, 'lock'), '999999:1 gone\n');
      expect(await bench.upgrade('1.5.0')).toMatchObject(upgraded);
      expect(await readdir(bench.directory)).not.toContain('lock');
    }),
  );

  test.concurrent(
    'one that comes late to a switch looks again: another one has done the work',
    ScriptBench.on(async (bench) => {
      const hooked = bench.hooked();
      const VersionCommand = encode(`[ ! -e attempts/late/switching ] || ${bench.hookCommand}; cat running/VERSION`);
      const late = bench.upgrade('1.5.0', { AttemptId: 'late', VersionCommand });
      await hooked;
      expect(await bench.upgrade('1.5.0')).toMatchObject(upgraded);
      bench.release();
      expect(await late).toMatchObject({ reason: 'ALREADY_CURRENT', oldVersion: '1.5.0' });
    }),
  );

  test.concurrent(
    'one that finds the lock taken when it comes to switch does not switch',
    ScriptBench.on(async (bench) => {
      const holder = `${await identity(process.pid)} other\n`;
      await writeFile(join(bench.directory, 'held'), holder);
      const VersionCommand = encode('[ ! -e attempts/attempt-1/switching ] || cp held lock; cat running/VERSION');
      expect(await bench.upgrade('1.5.0', { VersionCommand })).toMatchObject({ ...stayed, reason: 'NODE_BUSY' });
      expect(await bench.read('lock')).toBe(holder);
    }),
  );

  test.concurrent(
    'one whose process is a zombie does not run any more',
    ScriptBench.on(async (bench) => {
      const { pid, parent } = await zombie();
      await mkdir(join(bench.directory, 'attempts/attempt-1'), { recursive: true });
      await writeFile(join(bench.directory, 'attempts/attempt-1/begun'), await identity(pid));
      const { attempt } = await bench.report('attempt-1');
      parent.kill('SIGKILL');
      expect(attempt).toMatchObject({ state: 'done', result: { reason: 'INTERRUPTED' } });
    }),
  );
});

/** A dead process that nobody reaps: its parent has become a `sleep`, which looks after no child. */
async function zombie() {
  const parent = spawn('sh', ['-c', 'sleep 20 & echo $!; exec sleep 20']);
  const [line] = await once(parent.stdout, 'data');
  while ((await readFile(`/proc/${parent.pid}/comm`, 'utf8')) !== 'sleep\n') await setImmediate();
  const pid = Number(line);
  process.kill(pid, 'SIGKILL');
  await hasEnded(pid);
  return { pid, parent };
}

/** How the scripts write a process down: its number and when it started, field 22 of stat(5). */
async function identity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return `${pid}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
}

describe('a cancel kills the process group', () => {
  async function cancelAtHook(bench: ScriptBench, version: string, changes: Parameters<ScriptBench['upgrade']>[1]) {
    const cancel = new AbortController();
    const hooked = bench.hooked();
    const run = bench.run(packageDocument(), bench.parameters(version, changes), { signal: cancel.signal });
    await hooked;
    cancel.abort();
    expect(await run).toEqual({ kind: 'cancelled' });
    bench.release();
    return bench.settled('attempt-1');
  }

  test.concurrent(
    'in the download: nothing has changed, and the attempt never acts again',
    ScriptBench.on(async (bench) => {
      const result = await cancelAtHook(bench, '1.5.0', { Artifacts: bench.artifact({ url: `${bench.url}/hook` }) });
      expect(result).toMatchObject({
        outcome: 'failed',
        reason: 'INTERRUPTED',
        oldVersion: '1.4.2',
        newVersion: '1.4.2',
      });
      expect(await bench.upgrade('1.5.0')).toMatchObject({ ...stayed, reason: 'INTERRUPTED' });
    }),
  );

  test.concurrent(
    'right before the switch: the switch does not begin',
    ScriptBench.on(async (bench) => {
      const VersionCommand = encode(
        `[ ! -e attempts/attempt-1/switching ] || ${bench.hookCommand}; cat running/VERSION`,
      );
      const result = await cancelAtHook(bench, '1.5.0', { VersionCommand });
      expect(result).toMatchObject({ outcome: 'failed', reason: 'INTERRUPTED', newVersion: '1.4.2', healthy: true });
      expect(await readlink(join(bench.directory, 'current'))).toBe('versions/1.4.2');
    }),
  );

  test.concurrent.each([
    [
      'a good version ends upgraded',
      '1.5.0',
      { outcome: 'success', reason: 'UPGRADED', newVersion: '1.5.0', healthy: true },
    ],
    [
      'a sick one ends switched back',
      '1.6.0',
      { outcome: 'failed', reason: 'HEALTH_CHECK_FAILED', newVersion: '1.4.2', healthy: true },
    ],
  ])(
    'right after the switch: %s',
    ScriptBench.on(async (bench, _what, version, expected) => {
      const RestartCommand = encode(`[ -e once ] || { touch once; ${bench.hookCommand}; }; cp current/* running/`);
      expect(await cancelAtHook(bench, version, { RestartCommand })).toMatchObject(expected);
    }),
  );

  test.concurrent(
    'a switch that is itself killed is looked after at once: a sick version is undone',
    ScriptBench.on(async (bench) => {
      expect(await bench.upgrade('1.6.0', { RestartCommand: killedOnce })).toMatchObject({
        ...stayed,
        reason: 'INTERRUPTED',
      });
      expect(await bench.read('attempts/attempt-1/log')).toContain('undoing attempt attempt-1');
      expect(await readdir(join(bench.directory, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  test.concurrent(
    'and a good one is kept',
    ScriptBench.on(async (bench) => {
      expect(await bench.upgrade('1.5.0', { RestartCommand: killedOnce })).toMatchObject({
        ...upgraded,
        reason: 'UPGRADED',
      });
    }),
  );

  test.concurrent(
    'a switch that is killed each time leaves its undoing to the next attempt',
    ScriptBench.on(async (bench) => {
      const RestartCommand = encode(`[ $FLEET_VERSION = 1.4.2 ] || cp current/* running/; ${killSwitch}`);
      expect(await bench.upgrade('1.6.0', { RestartCommand })).toMatchObject({
        outcome: 'failed',
        reason: 'INTERRUPTED',
        healthy: false,
      });
      expect(await bench.upgrade('1.5.0', { AttemptId: 'next' })).toMatchObject(upgraded);
      expect(await bench.read('attempts/next/log')).toContain('undoing attempt attempt-1');
    }),
  );
});

/** Restarts the agent, and then kills the process that switches: as one that needs memory is killed. */
const killSwitch = 'kill -9 "$(cut -d: -f1 attempts/attempt-1/switching)"';
const killedOnce = encode(`cp current/* running/; [ -e once ] || { touch once; ${killSwitch}; }`);
