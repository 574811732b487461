import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readReport, readResult } from '../../functions/domain/node-result.ts';
import { packageDocument } from '../../lib/documents/package.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { agentFiles, encode, findCommand, ScriptBench } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

describe('an upgrade', () => {
  test.concurrent(
    'runs the new version, tells so and cleans up',
    ScriptBench.on(async (bench) => {
      expect(await bench.upgrade('1.5.0')).toMatchObject({ ...upgraded, reason: 'UPGRADED', attemptId: 'attempt-1' });
      expect(await readlink(join(bench.directory, 'current'))).toBe('versions/1.5.0');
      expect((await readdir(bench.directory)).sort()).toEqual(['.ssm', 'attempts', 'current', 'running', 'versions']);
    }),
  );

  test.concurrent(
    'of an agent that runs the target and is well neither downloads nor restarts',
    ScriptBench.on(async (bench) => {
      const notThere = {
        Artifacts: bench.artifact({ url: `${bench.url}/none` }),
        RestartCommand: encode('touch restarted'),
      };
      const result = await bench.upgrade('1.4.2', notThere);
      expect(result).toMatchObject({ ...upgraded, reason: 'ALREADY_CURRENT', newVersion: '1.4.2' });
      expect(await readdir(bench.directory)).not.toContain('restarted');
    }),
  );

  test.concurrent(
    'acts on a sick agent at the target, and on a well one when told to reinstall',
    ScriptBench.on(async (bench) => {
      const same = tarGz(agentFiles('1.4.2'));
      bench.archives.set('/1.4.2', same);
      await writeFile(join(bench.directory, 'running/HEALTH'), 'sick');
      expect(await bench.upgrade('1.4.2')).toMatchObject({ reason: 'UPGRADED', newVersion: '1.4.2', healthy: true });
      const again = { Action: 'reinstall', AttemptId: 'attempt-2' };
      expect(await bench.upgrade('1.4.2', again)).toMatchObject({ reason: 'UPGRADED', newVersion: '1.4.2' });
      expect(await readdir(join(bench.directory, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  test.concurrent(
    'of a node that has nothing yet installs it',
    ScriptBench.on(async (bench) => {
      expect(
        await bench.upgrade('1.5.0', {
          InstallRoot: encode('fresh'),
          RestartCommand: encode('mkdir -p running && cp current/* running/'),
        }),
      ).toMatchObject({
        ...upgraded,
        oldVersion: null,
      });
    }),
  );

  test.concurrent(
    'does not mix with what an earlier attempt left in its place',
    ScriptBench.on(async (bench) => {
      await mkdir(join(bench.directory, 'versions/1.5.0'));
      await writeFile(join(bench.directory, 'versions/1.5.0/STALE'), '');
      expect(await bench.upgrade('1.5.0')).toMatchObject(upgraded);
      expect((await readdir(join(bench.directory, 'versions/1.5.0'))).sort()).toEqual(['HEALTH', 'VERSION']);
    }),
  );

  test.concurrent(
    'keeps the three newest versions',
    ScriptBench.on(async (bench) => {
      for (const version of ['1.5.0', '1.7.0', '1.8.0', '1.9.0']) {
        bench.archives.set(`/${version}`, tarGz(agentFiles(version)));
        expect(await bench.upgrade(version, { AttemptId: version })).toMatchObject({ reason: 'UPGRADED' });
      }
      expect((await readdir(join(bench.directory, 'versions'))).sort()).toEqual(['1.7.0', '1.8.0', '1.9.0']);
    }),
  );

  test.concurrent.each([
    ['dash', findCommand('dash'), []],
    ['busybox sh', findCommand('busybox'), ['sh']],
    ['bash', findCommand('bash'), []],
    ['a shell as SSM Agent starts it', findCommand('sh'), ['-c', '"$0"']],
  ] as const)(
    'runs in %s where that is present',
    ScriptBench.on(async (bench, _name, shell, options) => {
      if (shell === undefined) return;
      expect(await bench.upgrade('1.5.0', {}, { shell: [shell, ...options] })).toMatchObject(upgraded);
    }),
  );

  test.concurrent.each(['3.3.2746.0', '3.3.2745.0', '3.1.90.0'])(
    'runs by SSM Agent %s',
    ScriptBench.on(async (bench, agentVersion) => {
      expect(await bench.upgrade('1.5.0', {}, { agentVersion })).toMatchObject(upgraded);
    }),
  );
});

describe('a failed upgrade leaves the old version running:', () => {
  const later = String(Math.floor(Date.now() / 1000) - 1);
  test.concurrent.each([
    ['an archive that is not there', 'DOWNLOAD_FAILED', '1.5.1', {}],
    [
      'a server that is not there',
      'DOWNLOAD_FAILED',
      '1.5.0',
      { Artifacts: encode('any/any http://127.0.0.1:1/a - -') },
    ],
    ['a version that is sick', 'HEALTH_CHECK_FAILED', '1.6.0', {}],
    ['a version that reports another', 'HEALTH_CHECK_FAILED', '1.5.0', { Version: '1.5.9' }],
    [
      'a restart that fails',
      'RESTART_FAILED',
      '1.5.0',
      { RestartCommand: encode('cp current/* running/; grep 1.4.2 running/VERSION') },
    ],
    ['a time that has passed', 'NOT_AFTER_PASSED', '1.5.0', { NotAfter: later }],
  ])(
    '%s',
    ScriptBench.on(async (bench, _what, reason, version, changes) => {
      expect(await bench.upgrade(version, changes)).toMatchObject({ ...stayed, reason });
      expect(await readlink(join(bench.directory, 'current'))).toBe('versions/1.4.2');
      expect(await readdir(join(bench.directory, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  test.concurrent(
    'a checksum that does not match',
    ScriptBench.on(async (bench) => {
      const Artifacts = bench.artifact({ sha256: '0'.repeat(64) });
      expect(await bench.upgrade('1.5.0', { Artifacts })).toMatchObject({ ...stayed, reason: 'CHECKSUM_MISMATCH' });
      expect(await readdir(join(bench.directory, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  test.concurrent(
    'a full disk, whatever tool meets it',
    ScriptBench.on(async (bench) => {
      const path = await bench.tool('curl', 'echo "curl: (23) write error: No space left on device" >&2; exit 23');
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({ ...stayed, reason: 'DISK_FULL' });
    }),
  );

  test.concurrent(
    'a time that passes while it prepares',
    ScriptBench.on(async (bench) => {
      const path = await bench.tool(
        'date',
        `[ ! -e "$HOME/late" ] || { echo 99999999999; exit; }; exec ${findCommand('date')} "$@"`,
      );
      const VersionCommand = encode('[ ! -e attempts/attempt-1/switching ] || touch late; cat running/VERSION');
      const result = await bench.upgrade('1.5.0', { VersionCommand }, { path });
      expect(result).toMatchObject({
        ...stayed,
        reason: 'NOT_AFTER_PASSED',
        message: expect.stringContaining('not switched'),
      });
    }),
  );

  test.concurrent(
    'a fault in the script itself, once it has switched',
    ScriptBench.on(async (bench) => {
      const garbleOnce = '[ "$1" != +%s ] || [ ! -e "$HOME/attempts/attempt-1/from" ] || [ -e "$HOME/once" ] ||';
      const date = `${garbleOnce} { touch "$HOME/once"; echo '1 x'; exit; }; exec ${findCommand('date')} "$@"`;
      const result = await bench.upgrade('1.5.0', {}, { path: await bench.tool('date', date) });
      const message = 'the switch ended early; switched back';
      expect(result).toMatchObject({ ...stayed, reason: 'INTERNAL_ERROR', message });
    }),
  );

  test.concurrent(
    'a node without a tool that it takes',
    ScriptBench.on(async (bench) => {
      const path = (await bench.tool('none', '')).split(delimiter)[0] ?? '';
      const tools = 'awk base64 cat cut date df find grep gzip ln mkdir readlink rm sed sh tail timeout tr'.split(' ');
      for (const tool of tools) await symlink(findCommand(tool) ?? '', join(path, tool));
      const result = await bench.upgrade('1.5.0', {}, { path });
      expect(result).toMatchObject({ outcome: 'failed', reason: 'INTERNAL_ERROR', message: 'this node has no tar' });
    }),
  );

  test.concurrent(
    'a switch back that fails as well is told as such',
    ScriptBench.on(async (bench) => {
      const changes = { RestartCommand: encode('[ ! -e broken ] && touch broken && cp current/* running/') };
      expect(await bench.upgrade('1.6.0', changes)).toMatchObject({
        outcome: 'failed',
        reason: 'ROLLBACK_FAILED',
        oldVersion: '1.4.2',
        newVersion: '1.6.0',
        healthy: false,
      });
    }),
  );
});

describe('a rollback', () => {
  test.concurrent(
    'goes back to a version that the node keeps, without an archive',
    ScriptBench.on(async (bench) => {
      await bench.upgrade('1.5.0');
      const back = { Action: 'rollback', AttemptId: 'back', Artifacts: '' };
      expect(await bench.upgrade('1.4.2', back)).toMatchObject({
        outcome: 'success',
        reason: 'ROLLED_BACK',
        oldVersion: '1.5.0',
        newVersion: '1.4.2',
      });
    }),
  );

  test.concurrent(
    'to a version that the node does not keep says so',
    ScriptBench.on(async (bench) => {
      const back = { Action: 'rollback', Artifacts: '' };
      expect(await bench.upgrade('1.3.0', back)).toMatchObject({ ...stayed, reason: 'NO_PREVIOUS_VERSION' });
    }),
  );
});

test.concurrent(
  'the commands get the root and the version, and not the signed URL',
  ScriptBench.on(async (bench) => {
    const RestartCommand = encode('env | sort >environment; cp current/* running/');
    await bench.upgrade('1.5.0', { RestartCommand });
    const environment = await bench.read('environment');
    expect(environment).toContain(`FLEET_ROOT=${bench.directory}\nFLEET_VERSION=1.5.0\n`);
    expect(environment).not.toMatch(/Artifacts|Proxy|FLEET_FOREGROUND/);
  }),
);

test.concurrent(
  'what the agent reports is written down in JSON, whatever it is',
  ScriptBench.on(async (bench) => {
    const VersionCommand = encode(`printf '  "1.4.2\\\\ \\033[31m\\303\\274"  \\nsecond line'`);
    expect(await bench.upgrade('1.5.1', { VersionCommand })).toMatchObject({ oldVersion: '"1.4.2\\ [31m"' });
  }),
);

test.concurrent(
  'the result line and the end of the log fit into what ListCommandInvocations shows',
  ScriptBench.on(async (bench) => {
    const long = (length: number) => 'v'.padEnd(length, '1');
    const VersionCommand = encode(`echo ${long(200)}; echo ${long(2500)} >&2`);
    const change = {
      AttemptId: long(128),
      Version: long(64),
      VersionCommand,
      Artifacts: bench.artifact({ sha256: '0'.repeat(64) }),
    };
    const report = await bench.run(packageDocument(), bench.parameters('1.5.0', change));
    if (report.kind !== 'ended') throw new Error(report.kind);
    expect(`${report.stdout}\n----------ERROR-------\n${report.stderr}`.length).toBeLessThan(2500);
    expect(report.stdout.trimEnd()).toMatch(/CHECKSUM_MISMATCH: SHA-256 is [0-9a-f]{64}, not 0{64}$/);
  }),
);

test.concurrent(
  'the recipe reads what the scripts print',
  ScriptBench.on(async (bench) => {
    const upgrade = await bench.run(packageDocument(), bench.parameters('1.5.0'));
    const report = await bench.run(reportDocument(), bench.reportParameters());
    if (upgrade.kind !== 'ended' || report.kind !== 'ended') throw new Error('A script did not end.');
    const result = readResult(upgrade.stdout, 'attempt-1');
    expect(result).toMatchObject({ reason: 'UPGRADED', newVersion: '1.5.0' });
    expect(readReport(report.stdout, 'attempt-1')).toMatchObject({
      version: '1.5.0',
      healthy: true,
      attempt: { result },
    });
  }),
);

test.concurrent(
  'a report changes nothing, also where nothing is installed',
  ScriptBench.on(async (bench) => {
    const before = await readdir(bench.directory);
    expect(await bench.report('')).toEqual({
      fleetUpgrade: 1,
      report: true,
      version: '1.4.2',
      healthy: true,
      attempt: { id: '', state: 'none', result: null },
    });
    expect((await readdir(bench.directory)).filter((name) => name !== '.ssm')).toEqual(before);
  }),
);
