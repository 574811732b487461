import { readdirSync, readFileSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { osPackageDocument } from '../../lib/documents/os-package.ts';
import { Hook } from '../local/hook.ts';
import { hasEnded } from '../local/processes.ts';
import { encode } from '../local/script-bench.ts';
import { OsPackageBench, withManager } from './os-package-bench.ts';
import { apt } from './os-package-kinds.ts';

jest.setTimeout(30_000); // five at once on two cores, each with several runs of apt-get
afterAll(() => OsPackageBench.stop());

const upgraded = { outcome: 'success', oldVersion: '1.0.0', newVersion: '1.1.0', healthy: true };
const stayed = { outcome: 'failed', oldVersion: '1.0.0', newVersion: '1.0.0', healthy: true };

/** A bench, and hooks that a test holds a script at. */
const on = (act: (bench: OsPackageBench, ...hooks: [Hook, Hook, Hook]) => Promise<void>) =>
  OsPackageBench.on(apt, async (bench) => {
    const hooks = await Promise.all([Hook.start(), Hook.start(), Hook.start()]);
    try {
      await act(bench, ...hooks);
    } finally {
      await Promise.all(hooks.map((hook) => hook.stop()));
    }
  });

withManager(apt, 'an attempt by apt', () => {
  test.concurrent(
    'acts once: asked again, it answers what it answered first',
    on(async (bench) => {
      const first = await bench.upgrade('1.9.0');
      expect(first).toMatchObject({ reason: 'PACKAGE_NOT_FOUND' });
      expect(await bench.upgrade('1.1.0')).toEqual(first);
    }),
  );

  test.concurrent.each([
    ['a good version ends upgraded', '1.1.0', { ...upgraded, reason: 'UPGRADED' }],
    ['a sick one ends switched back', '1.2.0', { ...stayed, reason: 'HEALTH_CHECK_FAILED' }],
  ])('that is cancelled in the middle of the installation goes on by itself: %s', async (_what, version, expected) => {
    await on(async (bench, hook) => {
      await bench.write('hook', hook.once);
      await cancelAt(bench, hook, version);
      hook.release();
      expect(await bench.settled('attempt-1')).toMatchObject(expected);
    })();
  });

  test.concurrent(
    'that is cancelled before the switch changes nothing',
    on(async (bench, hook) => {
      const VersionCommand = encode(
        `[ ! -e attempts/attempt-1/switching ] || ${hook.once}; [ -e run/up ] && cat run/VERSION`,
      );
      await cancelAt(bench, hook, '1.1.0', { VersionCommand });
      hook.release();
      expect(await bench.settled('attempt-1')).toMatchObject({
        outcome: 'failed',
        reason: 'INTERRUPTED',
        newVersion: '1.0.0',
      });
      expect(await bench.status()).toBe('install ok installed 1.0.0-1');
    }),
  );

  test.concurrent(
    'that is cancelled while it finishes what dpkg was interrupted in lets that come to its end',
    on(async (bench, hook) => {
      await bench.write('hook', 'exit 1');
      await expect(bench.on('apt-get', '-qqy', 'install', 'slow')).rejects.toThrow('slow');
      await bench.write('hook', hook.once);
      await cancelAt(bench, hook, '1.1.0');
      hook.release();
      let status = '';
      for (let tries = 0; tries < 300 && !/ installed /.test(status); tries++) status = await bench.status('slow');
      expect(status).toBe('install ok installed 1-1');
    }),
  );

  test.concurrent(
    'whose machine goes down in the middle is finished and undone by the next one',
    on(async (bench, hook) => {
      await bench.write('hook', hook.once);
      const run = bench.run(osPackageDocument(), bench.parameters('1.2.0'));
      await hook.arrived;
      process.kill(-Number((await bench.read('attempts/attempt-1/begun')).split(':')[0]), 'SIGKILL'); // it would look after it
      await killSession((await bench.read('attempts/attempt-1/switching')).split(':')[0] ?? '');
      expect(await run).toMatchObject({ kind: 'ended', stdout: '' });
      expect(await bench.status()).toMatch(/ half-configured 1.2.0-1$/);
      expect(await bench.upgrade('1.1.0', { AttemptId: 'next' })).toMatchObject(upgraded);
      const log = await bench.read('attempts/next/log');
      expect(log).toMatch(/finishing an interrupted run of the package manager(.|\n)*undoing attempt attempt-1/);
      expect(await readdir(join(bench.directory, 'packages'))).toHaveLength(2);
    }),
  );

  test.concurrent(
    'that finds the old package half configured for good never takes it for none: it is not removed on the way back',
    on(async (bench) => {
      const status = 'var/lib/dpkg/status';
      const installed = (await bench.read(status)).replace(
        /(Package: demo-agent\nStatus: install ok )installed/,
        '$1half-configured',
      );
      await bench.write(status, `${installed}\n`);
      await bench.write('var/lib/dpkg/info/demo-agent.postinst', '#!/bin/sh\nexit 1\n');
      await chmod(join(bench.directory, 'var/lib/dpkg/info/demo-agent.postinst'), 0o755);
      expect(await bench.upgrade('1.2.0')).toMatchObject({ outcome: 'failed' });
      expect(await bench.status()).toMatch(/ 1\.0\.0-1$/);
      expect(await bench.read('attempts/attempt-1/log')).toContain('1.0.0-1');
    }),
  );

  test.concurrent(
    'whose switch alone is killed is undone at once',
    on(async (bench, hook) => {
      await bench.write('hook', hook.once);
      const run = bench.run(osPackageDocument(), bench.parameters('1.2.0'));
      await hook.arrived;
      await killSession((await bench.read('attempts/attempt-1/switching')).split(':')[0] ?? '');
      expect(await run).toMatchObject({ stdout: expect.stringContaining('INTERRUPTED') });
      expect(await bench.status()).toMatch(/ installed 1.0.0-1$/);
    }),
  );
});

withManager(apt, 'while another process holds the lock of the package manager, an attempt', () => {
  /** Installs a package whose own script waits at the hook: apt-get holds its locks meanwhile. Answers its end. */
  async function hold(bench: OsPackageBench, hook: Hook): Promise<{ end: Promise<string> }> {
    await bench.write('hook', hook.once);
    const end = bench.on('apt-get', '-qqy', 'install', 'slow');
    await hook.arrived;
    return { end };
  }

  test.concurrent(
    'waits until its time is over, and changes nothing',
    on(async (bench, hook) => {
      const { end } = await hold(bench, hook);
      const NotAfter = String(Math.floor(Date.now() / 1000) + 3);
      expect(await bench.upgrade('1.1.0', { NotAfter })).toMatchObject({ ...stayed, reason: 'PACKAGE_LOCKED' });
      hook.release();
      await end;
    }),
  );

  test.concurrent(
    'goes on when it is free',
    on(async (bench, holder, waits) => {
      const { end } = await hold(bench, holder);
      const path = await bench.tool('sleep', waits.once);
      const upgrade = bench.upgrade('1.1.0', {}, { path });
      await waits.arrived;
      holder.release();
      await end;
      waits.release();
      expect(await upgrade).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    'can still be cancelled, also when all that is left is the switch',
    on(async (bench, switches, holder, waits) => {
      const VersionCommand = encode(
        `[ ! -e attempts/attempt-1/switching ] || ${switches.once}; [ -e run/up ] && cat run/VERSION`,
      );
      const cancel = new AbortController();
      const run = bench.run(osPackageDocument(), bench.parameters('1.1.0', { VersionCommand }), {
        path: await bench.tool('sleep', waits.once),
        signal: cancel.signal,
      });
      await switches.arrived;
      const { end } = await hold(bench, holder);
      switches.release();
      await waits.arrived;
      cancel.abort();
      expect(await run).toEqual({ kind: 'cancelled' });
      waits.release();
      expect(await bench.settled('attempt-1')).toMatchObject({
        reason: 'INTERRUPTED',
        newVersion: '1.0.0',
        healthy: true,
      });
      holder.release();
      await end;
      expect(await bench.status()).toBe('install ok installed 1.0.0-1');
    }),
  );
});

/** Kills the script's process group, as SSM Agent does on a cancel, when it has come to the hook. */
async function cancelAt(
  bench: OsPackageBench,
  hook: Hook,
  version: string,
  changes: Parameters<OsPackageBench['upgrade']>[1] = {},
): Promise<void> {
  const cancel = new AbortController();
  const run = bench.run(osPackageDocument(), bench.parameters(version, changes), { signal: cancel.signal });
  await hook.arrived;
  cancel.abort();
  expect(await run).toEqual({ kind: 'cancelled' });
}

/** What a machine that goes down does to a session: ends all of it at once. Of stat(5), the session and the start time. */
async function killSession(session: string): Promise<void> {
  const found = readdirSync('/proc').flatMap((name) => {
    const fields = /^\d+$/.test(name) ? fieldsOf(name) : [];
    return fields[3] === session ? [{ pid: Number(name), started: Number(fields[19]) }] : [];
  });
  found.sort((one, other) => one.started - other.started); // a parent first: it must not see its child end
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  for (const { pid } of found) await hasEnded(pid);
}

/** The fields of stat(5) from the third on; none where the process has just ended. */
function fieldsOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
