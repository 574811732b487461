import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { agentFiles, encode, findCommand, ScriptBench } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const run = promisify(execFile);
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

const TOO_LARGE = 3 * 1024 * 1024;
/** A df that tells 4,000 kB of free disk, of which half may be downloaded. */
const smallDisk = 'echo Filesystem; echo "disk 9000 5000 4000 50% /"';

test.concurrent.each([
  ['without a proxy of its network, its own exceptions hold', '', '127.0.0.1,localhost,::1,mirror.internal'],
  ['with one, only the node itself is excepted', encode('http://127.0.0.1:1'), '127.0.0.1,localhost,::1'],
])('on a node with a proxy: %s', async (_what, proxy, direct) => {
  await ScriptBench.on(async (bench) => {
    bench.archives.set('/1.5.0', tarGz(agentFiles('1.5.0')));
    const path = await bench.tool('curl', `echo "$*" >>"$HOME/curl"; exec ${findCommand('curl')} "$@"`);
    const shell = ['env', 'no_proxy=mirror.internal', 'sh'] as const;
    expect(await bench.upgrade('1.5.0', { Proxy: proxy }, { path, shell })).toMatchObject({ reason: 'UPGRADED' });
    expect(await bench.read('curl')).toContain(`--noproxy ${direct} --max-filesize`);
  })();
});

describe('a download that goes wrong leaves the old version running:', () => {
  const archive = tarGz([...agentFiles('1.5.0'), { name: 'NOISE', content: randomBytes(5000).toString('hex') }]);
  const curlThat = (options: string) => `exec ${findCommand('curl')} "$@" ${options}`;

  test.concurrent(
    'half of it',
    ScriptBench.on(async (bench) => {
      bench.handlers.set('/1.5.0', (_, response) => {
        response.writeHead(200, { 'content-length': archive.length });
        response.write(archive.subarray(0, 4000), () => response.destroy());
      });
      expect(await bench.upgrade('1.5.0')).toMatchObject({ ...stayed, reason: 'DOWNLOAD_FAILED' });
      expect(await readdir(join(bench.directory, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  test.concurrent(
    'half of it, which nobody tells',
    ScriptBench.on(async (bench) => {
      bench.handlers.set('/1.5.0', (_, response) => response.writeHead(200).end(archive.subarray(0, 4000)));
      const Artifacts = bench.artifact({}); // not even a checksum
      expect(await bench.upgrade('1.5.0', { Artifacts })).toMatchObject({ ...stayed, reason: 'UNPACK_FAILED' });
    }),
  );

  test.concurrent(
    'one that comes to a stand is given up, and in a shorter time than a download may take',
    ScriptBench.on(async (bench) => {
      bench.handlers.set('/1.5.0', (_, response) => {
        response.writeHead(200, { 'content-length': archive.length });
        response.write(archive.subarray(0, 9));
      });
      const path = await bench.tool('curl', `echo "$*" >>"$HOME/curl"; ${curlThat('--speed-time 1')}`);
      const message = expect.stringContaining('Operation too slow');
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({
        ...stayed,
        reason: 'DOWNLOAD_FAILED',
        message,
      });
      expect(await bench.read('curl')).toMatch(
        /--connect-timeout 20 --speed-limit 1000 --speed-time 30 --max-time 300/,
      );
    }),
    20_000, // two seconds, where the machine is idle
  );

  test.concurrent.each([
    ['whose size the server tells', { 'content-length': TOO_LARGE }],
    ['whose size nobody tells', {}],
  ])(
    'one that is larger than half of the free disk, %s',
    ScriptBench.on(async (bench, _what, headers) => {
      bench.handlers.set('/1.5.0', (_, response) => response.writeHead(200, headers).end(Buffer.alloc(TOO_LARGE)));
      const path = await bench.tool('df', smallDisk);
      const message = expect.stringContaining('no space left');
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({ ...stayed, reason: 'DISK_FULL', message });
    }),
  );

  test.concurrent(
    'one that is larger than 2 GiB',
    ScriptBench.on(async (bench) => {
      bench.handlers.set('/1.5.0', (_, response) =>
        response.writeHead(200, { 'content-length': 2 ** 31 + 1 }).write('x'),
      );
      const path = await bench.tool('df', 'echo Filesystem; echo "disk 9 9 99999999 1% /"');
      const message = 'the artifact is over 2 GiB';
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({
        ...stayed,
        reason: 'DOWNLOAD_FAILED',
        message,
      });
    }),
  );

  test.concurrent(
    'one that unpacks to more than there is room for',
    ScriptBench.on(async (bench) => {
      const zeros = { name: 'zeros', content: '0'.repeat(2 * TOO_LARGE) };
      bench.archives.set('/1.5.0', tarGz([...agentFiles('1.5.0'), zeros]));
      const path = await bench.tool('df', smallDisk);
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({ ...stayed, reason: 'DISK_FULL' });
      expect(await bench.read('attempts/attempt-1/log')).toContain('No space left for what is in the archive');
    }),
  );
});

const mount = (root: string) => run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', root]);

/** Only root may, and not in every container. */
async function mayMountHere(): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'fleet-disk-'));
  try {
    await mount(root);
    await run('umount', ['-l', root]);
    return true;
  } catch (error) {
    process.stderr.write(`skipped: full disks, since none may be mounted here (${String(error).split('\n')[1]})\n`);
    return false;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
const mayMount = await mayMountHere();

describe('on a disk that is really full', () => {
  const mounted = mayMount ? test.concurrent : test.concurrent.skip;

  /** Runs on a bench whose root is a disk of 1 MB with 1.4.2. */
  const onSmallDisk = (act: (bench: ScriptBench, root: string, change: object) => Promise<void>) =>
    ScriptBench.on(async (bench) => {
      const root = join(bench.directory, 'disk');
      await mkdir(root);
      await mount(root);
      try {
        await run('cp', ['-a', join(bench.directory, 'versions'), join(bench.directory, 'running'), root]);
        await symlink('versions/1.4.2', join(root, 'current'));
        await act(bench, root, { InstallRoot: encode(root) });
      } finally {
        await run('umount', ['-l', root]);
      }
    });

  mounted(
    'an archive that does not fit is not even begun',
    onSmallDisk(async (bench, root, change) => {
      const noise = { name: 'NOISE', content: randomBytes(600_000).toString('hex') };
      bench.archives.set('/1.5.0', tarGz([...agentFiles('1.5.0'), noise]));
      expect(await bench.upgrade('1.5.0', change)).toMatchObject({ ...stayed, reason: 'DISK_FULL' });
      expect((await readdir(root)).sort()).toEqual(['attempts', 'current', 'running', 'versions']);
    }),
  );

  mounted(
    'that somebody fills before the switch, nothing is switched',
    onSmallDisk(async (bench, root, change) => {
      const fill = 'dd if=/dev/zero of=fill bs=4k 2>/dev/null';
      const VersionCommand = encode(`[ ! -e attempts/attempt-1/switching ] || ${fill}; cat running/VERSION`);
      const result = await bench.upgrade('1.5.0', { ...change, VersionCommand });
      expect(result).toMatchObject({ ...stayed, reason: 'DISK_FULL' });
      expect(await readdir(join(root, 'versions'))).toEqual(['1.4.2']);
    }),
  );

  mounted(
    'from the start, nothing is begun',
    onSmallDisk(async (bench, root, change) => {
      await run('dd', ['if=/dev/zero', `of=${join(root, 'fill')}`, 'bs=4k']).catch(() => undefined);
      expect(await bench.upgrade('1.5.0', change)).toMatchObject({ outcome: 'failed', reason: 'DISK_FULL' });
    }),
  );
});
