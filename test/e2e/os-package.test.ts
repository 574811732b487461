import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { readResult } from '../../functions/domain/node-result.ts';
import { osPackageDocument } from '../../lib/documents/os-package.ts';
import { encode, findCommand } from '../local/script-bench.ts';
import { OsPackageBench, withManager } from './os-package-bench.ts';
import { apt } from './os-package-kinds.ts';

jest.setTimeout(30_000); // five at once on two cores, each with several runs of apt-get
afterAll(() => OsPackageBench.stop());

const upgraded = { outcome: 'success', oldVersion: '1.0.0', newVersion: '1.1.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.0.0', newVersion: '1.0.0', healthy: true, exitCode: 1 };
const SOURCES = apt.sources;

withManager(apt, 'an upgrade by apt', () => {
  test.concurrent(
    'runs the new version, also though its package stops the service, tells so and cleans up',
    OsPackageBench.on(apt, async (bench) => {
      expect(await bench.upgrade('1.1.0')).toMatchObject({ ...upgraded, reason: 'UPGRADED', attemptId: 'attempt-1' });
      expect(await bench.status()).toBe('install ok installed 1.1.0-1');
      expect(await bench.read('etc/demo-agent.conf')).toBe('made for 1.1.0\n');
      expect((await readdir(join(bench.directory, 'packages'))).sort()).toEqual([
        'demo-agent_1.0.0-1_all.deb',
        'demo-agent_1.1.0-1_all.deb',
      ]);
      expect((await readdir(bench.directory)).filter((name) => /work|lock/.test(name))).toEqual([]);
    }),
  );

  test.concurrent(
    'keeps a configuration file that was changed',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('etc/demo-agent.conf', 'changed by hand\n');
      expect(await bench.upgrade('1.1.0')).toMatchObject(upgraded);
      expect(await bench.read('etc/demo-agent.conf')).toBe('changed by hand\n');
    }),
  );

  test.concurrent(
    'of an agent that runs the target and is well changes nothing',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('run/untouched', '');
      await rm(join(bench.directory, SOURCES));
      const result = await bench.upgrade('1.0.0');
      expect(result).toMatchObject({ ...upgraded, reason: 'ALREADY_CURRENT', newVersion: '1.0.0' });
      expect(await readdir(join(bench.directory, 'run'))).toContain('untouched');
    }),
  );

  test.concurrent(
    'of an agent that runs another version than is installed starts what is installed, even if no repository has it',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('run/VERSION', '0.9.0\n');
      await bench.write(SOURCES, '');
      const result = await bench.upgrade('1.0.0', { Repository: '' });
      expect(result).toMatchObject({ ...upgraded, reason: 'UPGRADED', oldVersion: '0.9.0', newVersion: '1.0.0' });
    }),
  );

  test.concurrent(
    'of an agent that reports the target although another package is installed installs it',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('run/VERSION', '1.1.0\n');
      expect(await bench.upgrade('1.1.0')).toMatchObject({ ...upgraded, reason: 'UPGRADED', oldVersion: '1.1.0' });
      expect(await bench.status()).toBe('install ok installed 1.1.0-1');
    }),
  );

  test.concurrent(
    'installs the same version again when told so',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('opt/demo-agent/HEALTH', 'damaged\n');
      const result = await bench.upgrade('1.0.0', { Action: 'reinstall' });
      expect(result).toMatchObject({ ...upgraded, reason: 'UPGRADED', newVersion: '1.0.0' });
      expect(await bench.read('opt/demo-agent/HEALTH')).toBe('well\n');
    }),
  );

  test.concurrent(
    'of an agent without commands reports the version of the package, and leaves a stopped service stopped',
    OsPackageBench.on(apt, async (bench) => {
      await bench.on('systemctl', 'stop', 'demo-agent');
      const changes = { VersionCommand: '', HealthCommand: '', Packages: bench.line('1.1.0', '1.1.0-1') };
      const result = await bench.upgrade('1.1.0', changes);
      expect(result).toMatchObject({ reason: 'UPGRADED', oldVersion: '1.0.0-1', newVersion: '1.1.0-1' });
      expect(await readdir(join(bench.directory, 'run'))).not.toContain('up');
    }),
  );

  test.concurrent(
    'looks at all repositories when none is named, and minds none that has nothing to do with it',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('etc/apt/sources.list.d/gone.list', 'deb [trusted=yes] copy:/nowhere ./\n');
      expect(await bench.upgrade('1.1.0', { Repository: '' })).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    'installs what is not installed yet, and takes that away again when it is not well',
    OsPackageBench.on(apt, async (bench) => {
      await bench.on('apt-get', '-qqy', 'remove', 'demo-agent');
      await bench.on('dpkg', '--purge', 'demo-agent');
      await rm(join(bench.directory, 'run'), { recursive: true });
      expect(await bench.upgrade('1.2.0')).toMatchObject({ reason: 'HEALTH_CHECK_FAILED', oldVersion: null });
      expect(await bench.status()).toMatch('deinstall ok config-files');
    }),
  );

  test.concurrent.each([
    ['dash, with parameters pasted by an old SSM Agent', [findCommand('dash')], '3.1.90.0'],
    ['busybox sh', [findCommand('busybox'), 'sh'], '3.3.2746.0'],
  ] as const)(
    'runs in %s where that is present, and takes `service` where systemd does not run',
    OsPackageBench.on(apt, async (bench, _name, [shell, ...options], agentVersion) => {
      if (shell === undefined) return;
      const path = await bench.tool('systemctl', 'exit 1');
      const run = { shell: [shell, ...options] as const, agentVersion, path };
      expect(await bench.upgrade('1.1.0', {}, run)).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    'prints what the recipe reads, and not more than ListCommandInvocations shows',
    OsPackageBench.on(apt, async (bench) => {
      const report = await bench.run(osPackageDocument(), bench.parameters('1.0.0'));
      if (report.kind !== 'ended') throw new Error(report.kind);
      expect(readResult(report.stdout, 'attempt-1')).toMatchObject({ reason: 'ALREADY_CURRENT', newVersion: '1.0.0' });
      expect(report.stdout.length).toBeLessThan(2500);
    }),
  );
});

withManager(apt, 'an upgrade by apt that does not even begin:', () => {
  const past = String(Math.floor(Date.now() / 1000) - 1);
  test.concurrent.each([
    ['a version that the repository does not have', 'PACKAGE_NOT_FOUND', '1.9.0', {}],
    ['a package that no repository has', 'PACKAGE_NOT_FOUND', '1.1.0', { PackageName: 'demo.agent' }],
    ['a version that wants another package removed', 'PACKAGE_FAILED', '1.3.0', {}],
    ['a version that wants what is not there', 'PACKAGE_FAILED', '1.4.0', {}],
    ['a repository that the node does not know', 'REPOSITORY_FAILED', '1.1.0', { Repository: 'unknown' }],
    ['a time that has passed', 'NOT_AFTER_PASSED', '1.1.0', { NotAfter: past }],
    ['no line for apt', 'NO_ARTIFACT_FOR_PLATFORM', '1.1.0', { Packages: encode('dnf 1.1.0-1 1.1.0') }],
    ['a rollback to what is not kept', 'NO_PREVIOUS_VERSION', '0.9.0', { Action: 'rollback' }],
  ])(
    '%s',
    OsPackageBench.on(apt, async (bench, _what, reason, version, changes) => {
      await bench.write('run/untouched', '');
      expect(await bench.upgrade(version, changes)).toMatchObject({ ...stayed, reason });
      expect(await bench.status()).toBe('install ok installed 1.0.0-1');
      expect(await bench.status('other')).toBe('install ok installed 1-1');
      expect(await readdir(join(bench.directory, 'run'))).toContain('untouched');
    }),
  );

  test.concurrent(
    'a repository that wants a password, which is told to nobody',
    OsPackageBench.on(apt, async (bench) => {
      const refused =
        'echo "E: Failed to fetch https://node:word-of-honour@repository.example.com/InRelease 401" >&2; exit 100';
      const path = await bench.tool('apt-get', refused);
      const { message } = await bench.upgrade('1.1.0', {}, { path });
      expect(message).toContain('https://repository.example.com/InRelease');
      const log = await bench.read('attempts/attempt-1/log');
      expect(log + message).not.toContain('word-of-honour');
    }),
  );

  test.concurrent(
    'a package that is held',
    OsPackageBench.on(apt, async (bench) => {
      await bench.on('apt-mark', 'hold', 'demo-agent');
      expect(await bench.upgrade('1.1.0')).toMatchObject({ ...stayed, reason: 'PACKAGE_HELD' });
      expect(await bench.status()).toBe('hold ok installed 1.0.0-1');
    }),
  );

  test.concurrent.each([
    ['that is gone', async (bench: OsPackageBench) => rm(join(bench.directory, 'repository'), { recursive: true })],
    [
      'with a wrong signature',
      async (bench: OsPackageBench) =>
        bench.write('repository/InRelease', (await bench.read('repository/InRelease')).replace('Date:', 'Date: ')),
    ],
  ])(
    'a repository %s, though the node has its list from before',
    OsPackageBench.on(apt, async (bench, _what, spoil) => {
      const own = join(bench.directory, 'repository');
      await cp(bench.repository, own, { recursive: true });
      await bench.write(SOURCES, (await bench.read(SOURCES)).replace(bench.repository, own));
      await bench.on('apt-get', '-qq', 'update');
      await spoil(bench);
      expect(await bench.upgrade('1.1.0')).toMatchObject({ ...stayed, reason: 'REPOSITORY_FAILED' });
    }),
  );

  test.concurrent(
    'a node whose disk is full',
    OsPackageBench.on(apt, async (bench) => {
      const full = 'case "$*" in *download-only*) echo "E: You don\'t have enough free space in /var"; exit 100; esac';
      const path = await bench.tool('apt-get', `${full}; exec "${bench.directory}/tools/apt-get" "$@"`);
      expect(await bench.upgrade('1.1.0', {}, { path })).toMatchObject({ ...stayed, reason: 'DISK_FULL' });
    }),
  );
});

withManager(apt, 'an upgrade by apt that goes wrong ends with the old version running:', () => {
  test.concurrent.each([
    [
      'a version that is sick',
      'HEALTH_CHECK_FAILED',
      '1.2.0',
      'after 1s it reports 1.2.0, healthy: false; switched back',
    ],
    ['a version whose own script fails', 'PACKAGE_FAILED', '1.5.0', 'returned error exit status 3'],
  ])(
    '%s',
    OsPackageBench.on(apt, async (bench, _what, reason, version, message) => {
      expect(await bench.upgrade(version)).toMatchObject({
        ...stayed,
        reason,
        message: expect.stringContaining(message),
      });
      expect(await bench.status()).toBe('install ok installed 1.0.0-1');
    }),
  );

  test.concurrent(
    'by the kept package file, when the repository is gone meanwhile',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('hook', `rm "$DPKG_ROOT/${SOURCES}"; rm -rf "$DPKG_ROOT/var/lib/apt/lists"`);
      expect(await bench.upgrade('1.2.0')).toMatchObject({ ...stayed, reason: 'HEALTH_CHECK_FAILED' });
    }),
  );

  test.concurrent(
    'unless the service cannot be started any more, which is told as such',
    OsPackageBench.on(apt, async (bench) => {
      await bench.write('hook', 'touch "$DPKG_ROOT/broken"');
      expect(await bench.upgrade('1.1.0')).toMatchObject({
        outcome: 'failed',
        reason: 'ROLLBACK_FAILED',
        oldVersion: '1.0.0',
        newVersion: null,
        message: 'demo-agent could not be restarted; the way back failed too',
      });
    }),
  );
});

withManager(apt, 'a rollback by apt', () => {
  test.concurrent(
    'goes back by the kept file, also when the repository is gone',
    OsPackageBench.on(apt, async (bench) => {
      await bench.upgrade('1.1.0');
      await bench.write(SOURCES, '');
      // As the cloud asks for a version that is not in the catalogue: by what the agent reported when it ran it.
      const Packages = encode('apt 1.0.0 1.0.0\ndnf 1.0.0 1.0.0');
      const back = { Action: 'rollback', AttemptId: 'back', Repository: '', Packages };
      expect(await bench.upgrade('1.0.0', back)).toMatchObject({
        outcome: 'success',
        reason: 'ROLLED_BACK',
        oldVersion: '1.1.0',
        newVersion: '1.0.0',
      });
      expect(await bench.status()).toBe('install ok installed 1.0.0-1');
    }),
  );

  test.concurrent(
    'takes what the repository has, where nothing is kept',
    OsPackageBench.on(apt, async (bench) => {
      const rollback = await bench.upgrade('1.1.0', { Action: 'rollback' });
      expect(rollback).toMatchObject({ reason: 'ROLLED_BACK', oldVersion: '1.0.0', newVersion: '1.1.0' });
    }),
  );
});

withManager(apt, 'a hostile parameter is refused before anything runs:', () => {
  const hostile = [
    "a'; touch pwned; '",
    'a"$(touch pwned)`touch pwned`',
    'a\ntouch pwned',
    '{{ ssm:secret }}',
    '-oDPkg::Pre-Invoke::=touch',
    'a\u00e9',
    'a'.repeat(200),
  ];

  test.concurrent.each(['PackageName', 'Service', 'Repository', 'Packages', 'Version'] as const)(
    '%s',
    OsPackageBench.on(apt, async (bench, name) => {
      for (const value of hostile)
        expect(await bench.upgrade('1.1.0', { [name]: value })).toMatchObject({
          reason: 'INVALID_PARAMETER',
          message: `${name} is not acceptable`,
        });
      expect((await readdir(bench.directory)).filter((name) => /pwned|attempts/.test(name))).toEqual([]);
    }),
  );

  test.concurrent(
    'a line of Packages',
    OsPackageBench.on(apt, async (bench) => {
      const words = ['$(touch', '-oa=b', '1.0-', '1.0+', '~n', '../1', 'a'.repeat(200)];
      const lines = [
        ...words.flatMap((word) => [`apt ${word} 1.1.0`, `apt 1.1.0-1 ${word}`]),
        'apt 1 1 1',
        'pip 1 1',
        'apt 1',
      ];
      for (const line of lines)
        expect(await bench.upgrade('1.1.0', { Packages: encode(`apt 1.1.0-1 1.1.0\n${line}`) })).toMatchObject({
          reason: 'INVALID_PARAMETER',
          message: 'Packages is not acceptable',
        });
      expect((await readdir(bench.directory)).filter((name) => /pwned|attempts/.test(name))).toEqual([]);
    }),
  );
});
