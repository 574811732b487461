import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { OsPackageBench, withManager } from './os-package-bench.ts';
import { dnf, zypper } from './os-package-kinds.ts';

jest.setTimeout(30_000); // five at once on two cores, each with several runs of a package manager
afterAll(() => OsPackageBench.stop());

const upgraded = { outcome: 'success', oldVersion: '1.0.0', newVersion: '1.1.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.0.0', newVersion: '1.0.0', healthy: true, exitCode: 1 };

for (const kind of [dnf, zypper]) {
  const on = <Row extends readonly unknown[]>(act: (bench: OsPackageBench, ...row: Row) => Promise<void>) =>
    OsPackageBench.on(kind, act);

  withManager(kind, `by ${kind.manager}, an upgrade`, () => {
    test.concurrent(
      'runs the new version, also though its package stops the service, and keeps a changed configuration file',
      on(async (bench) => {
        await bench.write('etc/demo-agent.conf', 'changed by hand\n');
        expect(await bench.upgrade('1.1.0')).toMatchObject({ ...upgraded, reason: 'UPGRADED' });
        expect(await bench.status()).toBe('install ok installed 1.1.0-1');
        expect(await bench.read('etc/demo-agent.conf')).toBe('changed by hand\n');
        expect((await readdir(join(bench.directory, 'packages'))).sort()).toEqual([
          'demo-agent-1.0.0-1.noarch.rpm',
          'demo-agent-1.1.0-1.noarch.rpm',
        ]);
        const back = { Action: 'rollback', AttemptId: 'back', Repository: '' };
        await rm(join(bench.directory, kind.sources));
        expect(await bench.upgrade('1.0.0', back)).toMatchObject({ reason: 'ROLLED_BACK', newVersion: '1.0.0' });
      }),
    );

    test.concurrent(
      'of an agent that runs the target and is well changes nothing',
      on(async (bench) => {
        await bench.write('run/untouched', '');
        expect(await bench.upgrade('1.0.0')).toMatchObject({ outcome: 'success', reason: 'ALREADY_CURRENT' });
        expect(await readdir(join(bench.directory, 'run'))).toContain('untouched');
      }),
    );

    test.concurrent(
      'to the same version installs it again when told so',
      on(async (bench) => {
        await bench.write('opt/demo-agent/HEALTH', 'damaged\n');
        const result = await bench.upgrade('1.0.0', { Action: 'reinstall' });
        expect(result).toMatchObject({ reason: 'UPGRADED', newVersion: '1.0.0', healthy: true });
        expect(await bench.read('opt/demo-agent/HEALTH')).toBe('well\n');
      }),
    );

    test.concurrent(
      'to a sick version ends with the old one running, also when the repository is gone meanwhile',
      on(async (bench) => {
        const gone = `rm -f "$HOME/${kind.sources}"`;
        const path = await bench.tool('systemctl', `[ "$1" != restart ] || ${gone}; exec "$HOME/tools/systemctl" "$@"`);
        expect(await bench.upgrade('1.2.0', {}, { path })).toMatchObject({ ...stayed, reason: 'HEALTH_CHECK_FAILED' });
        expect(await bench.status()).toBe('install ok installed 1.0.0-1');
      }),
    );

    test.concurrent.each([
      ['a version that the repository does not have', 'PACKAGE_NOT_FOUND', '1.9.0', {}],
      ['a version that wants another package removed', 'PACKAGE_FAILED', '1.3.0', {}],
      ['a repository that the node does not know', 'REPOSITORY_FAILED', '1.1.0', { Repository: 'unknown' }],
    ])(
      'does not even begin: %s',
      on(async (bench, _what, reason, version, changes) => {
        await bench.write('run/untouched', '');
        expect(await bench.upgrade(version, changes)).toMatchObject({ ...stayed, reason });
        expect(await bench.status()).toBe('install ok installed 1.0.0-1');
        expect(await bench.status('other')).toBe('install ok installed 1-1');
        expect(await readdir(join(bench.directory, 'run'))).toContain('untouched');
      }),
    );

    test.concurrent(
      'does not even begin: a repository with a wrong signature',
      on(async (bench) => {
        const forged = join(bench.directory, 'repository');
        await cp(bench.repository, forged, { recursive: true });
        const list = 'repository/repodata/repomd.xml';
        await bench.write(list, (await bench.read(list)).replace('<revision>', '<revision>1'));
        await bench.write(kind.sources, (await bench.read(kind.sources)).replace(bench.repository, forged));
        expect(await bench.upgrade('1.1.0')).toMatchObject({ ...stayed, reason: 'REPOSITORY_FAILED' });
      }),
    );

    test.concurrent(
      'waits for the lock of the package manager until its time is over, and changes nothing',
      on(async (bench) => {
        const NotAfter = String(Math.floor(Date.now() / 1000) + 2);
        const path = await lock(bench);
        expect(await bench.upgrade('1.1.0', { NotAfter }, { path })).toMatchObject({
          ...stayed,
          reason: 'PACKAGE_LOCKED',
        });
      }),
    );

    test.concurrent(
      'does not even begin: a package that is held',
      on(async (bench) => {
        if (kind === zypper) await bench.on('zypper', '-n', 'addlock', 'demo*');
        else await bench.write('versionlock', 'demo-agent-0:1.0.0-1.*\n');
        expect(await bench.upgrade('1.1.0')).toMatchObject({ ...stayed, reason: 'PACKAGE_HELD' });
      }),
    );
  });
}

/** Answers the PATH of a node whose package manager is locked: dnf by the living process of this test, zypper by its words. */
async function lock(bench: OsPackageBench): Promise<string> {
  const words = 'System management is locked by the application with pid 4242 (/usr/bin/yast2).';
  if (bench.kind === zypper) return bench.tool('zypper', `echo '${words}'; exit 7`);
  await mkdir(join(bench.directory, 'var/cache/dnf'), { recursive: true });
  await bench.write('var/cache/dnf/metadata_lock.pid', String(process.pid));
  return bench.kind.path(bench.directory);
}
