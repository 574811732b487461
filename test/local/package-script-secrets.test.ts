import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { close, listen } from '../../local/aws-json.ts';
import type { Report } from '../../local/ssm/managed-node.ts';
import { commandLines } from './processes.ts';
import { agentFiles, encode, findCommand, type RunOptions, ScriptBench } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

const SIGNATURE = 'X-Amz-Signature=5ecre7';
const PASSWORD = 'pr0xyword';

const shown = (report: Report) => (report.kind === 'ended' ? `${report.stdout}\n${report.stderr}` : report.kind);

describe('nobody sees the signature of a URL', () => {
  const everything = async (bench: ScriptBench, report: Report) =>
    `${shown(report)}\n${await bench.read('attempts/attempt-1/log')}\n${await bench.read('attempts/attempt-1/result')}`;
  const without: [string, string[]][] = [
    ['curl', []],
    ['wget', ['curl']],
  ];

  test.concurrent.each(without)(
    'while %s downloads, or afterwards',
    ScriptBench.on(async (bench, tool, missing) => {
      const Artifacts = bench.artifact({ url: `${bench.url}/hook?${SIGNATURE}` });
      const hooked = bench.hooked();
      const path = await bench.pathWithout(...missing);
      const running = bench.run(packageDocument(), bench.parameters('1.5.0', { Artifacts }), { path });
      await hooked;
      const seen = await commandLines(bench.directory);
      bench.release();
      expect(seen).toContain(`${bench.directory}/work.`);
      expect(seen).toContain(tool);
      expect(`${seen}\n${await everything(bench, await running)}`).not.toContain(SIGNATURE);
    }),
  );

  test.concurrent.each(without)(
    'when %s gets no artifact for it',
    ScriptBench.on(async (bench, _tool, missing) => {
      const Artifacts = bench.artifact({ url: `${bench.url}/none?${SIGNATURE}` });
      const path = await bench.pathWithout(...missing);
      const report = await bench.run(packageDocument(), bench.parameters('1.5.0', { Artifacts }), { path });
      const all = await everything(bench, report);
      expect(all).toContain('DOWNLOAD_FAILED');
      expect(all).toContain(`downloading ${bench.url}/none\n`);
      expect(all).not.toContain(SIGNATURE);
    }),
  );
});

describe('on a node without curl', () => {
  test.concurrent(
    'wget downloads',
    ScriptBench.on(async (bench) => {
      const path = await bench.pathWithout('curl');
      const change = { Artifacts: bench.artifact({ url: `${bench.url}/1.5.0?${SIGNATURE}` }), MaxKbps: '100000' };
      expect(await bench.upgrade('1.5.0', change, { path })).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    "busybox's tools do, whose wget is not trusted with a signature",
    ScriptBench.on(async (bench) => {
      const busybox = findCommand('busybox');
      if (busybox === undefined) return;
      const path = join(bench.directory, 'applets');
      await promisify(execFile)('sh', ['-c', `mkdir ${path} && ${busybox} --install -s ${path}`]);
      const options: RunOptions = { path, shell: [busybox, 'sh'] };
      expect(await bench.upgrade('1.5.0', {}, options)).toMatchObject(upgraded);
      const change = { AttemptId: 'next', Artifacts: bench.artifact({ url: `${bench.url}/1.6.0?${SIGNATURE}` }) };
      const message = 'this node has no curl, and its wget would show a signed URL to all users';
      const result = await bench.upgrade('1.6.0', change, options);
      expect(result).toMatchObject({ reason: 'DOWNLOAD_FAILED', newVersion: '1.5.0', message });
    }),
  );

  test.concurrent(
    'nor wget, nothing is downloaded',
    ScriptBench.on(async (bench) => {
      const path = await bench.pathWithout('curl', 'wget');
      expect(await bench.upgrade('1.5.0', {}, { path })).toMatchObject({ ...stayed, reason: 'DOWNLOAD_FAILED' });
    }),
  );
});

test.concurrent(
  'a download is as slow as it is told to be',
  ScriptBench.on(async (bench) => {
    const path = await bench.tool('curl', `tee "$HOME/configuration" | ${findCommand('curl')} "$@"`);
    expect(await bench.upgrade('1.5.0', { MaxKbps: '8000' }, { path })).toMatchObject(upgraded);
    expect(await bench.read('configuration')).toBe(`url = "${bench.url}/1.5.0"\nlimit-rate = "1000000"\n`);
  }),
);

/** https://artifacts.example.com, which only the proxy reaches, with a certificate that only the bench's nodes trust. */
describe('over https', () => {
  let folder: string;
  let site: TlsServer;
  let proxy: Server;
  let proxyHost: string;
  const asked: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleet-tls-'));
    const made = ['-keyout', join(folder, 'key'), '-out', join(folder, 'certificate')];
    const names = ['-subj', '/CN=artifacts.example.com', '-addext', 'subjectAltName=DNS:artifacts.example.com'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    await promisify(execFile)('openssl', ['req', '-x509', ...key, ...made, ...names]);
    const [cert, secret] = await Promise.all([readFile(join(folder, 'certificate')), readFile(join(folder, 'key'))]);
    site = createTlsServer({ cert, key: secret }, (request, response) => {
      if (request.url === '/1.5.0') return response.end(tarGz(agentFiles('1.5.0')));
      const to = new URL(request.url ?? '', 'https://artifacts.example.com').searchParams.get('to') ?? '';
      return response.writeHead(302, { location: to }).end();
    });
    await listen(site);
    proxy = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const tunnel = connect((site.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(tunnel).pipe(socket);
      });
      for (const end of [socket, tunnel]) end.on('error', () => end.destroy());
    });
    proxyHost = new URL(await listen(proxy)).host;
  });
  afterAll(async () => {
    await Promise.all([close(site), close(proxy)]);
    await rm(folder, { recursive: true, force: true });
  });

  async function upgrade(bench: ScriptBench, path: string, missing: readonly string[] = []) {
    const trust = join(folder, 'certificate');
    await writeFile(join(bench.directory, '.curlrc'), `cacert = "${trust}"\n`);
    await writeFile(join(bench.directory, '.wgetrc'), `ca_certificate = ${trust}\n`);
    const Artifacts = bench.artifact({ url: `https://artifacts.example.com${path}` });
    const change = { Artifacts, Proxy: encode(`http://node:${PASSWORD}@${proxyHost}`) };
    return bench.upgrade('1.5.0', change, { path: await bench.pathWithout(...missing) });
  }

  test.each([
    ['curl', []],
    ['wget', ['curl']],
  ])('%s goes through the proxy with its password, which is nowhere to be seen', async (_tool, missing) => {
    await ScriptBench.on(async (bench) => {
      asked.length = 0;
      const connected = once(proxy, 'connect');
      const running = upgrade(bench, '/1.5.0', missing);
      await connected;
      const seen = await commandLines(bench.directory);
      expect(await running).toMatchObject(upgraded);
      const basic = Buffer.from(`node:${PASSWORD}`).toString('base64');
      expect(asked).toEqual([`artifacts.example.com:443 Basic ${basic}`]);
      expect(`${seen}\n${await bench.read('attempts/attempt-1/log')}`).not.toContain(PASSWORD);
    })();
  });

  test('a redirect is followed to https, and never to http', () =>
    ScriptBench.on(async (bench) => {
      expect(await upgrade(bench, `/?to=${bench.url}/1.5.0`)).toMatchObject({ ...stayed, reason: 'DOWNLOAD_FAILED' });
    })().then(() =>
      ScriptBench.on(async (bench) => {
        expect(await upgrade(bench, '/?to=/1.5.0')).toMatchObject(upgraded);
      })(),
    ));
});

test.concurrent.each([
  ['curl', []],
  ['wget', ['curl']],
] as const)(
  'what is on the node itself needs no proxy, by %s',
  ScriptBench.on(async (bench, _tool, missing) => {
    const path = await bench.pathWithout(...missing);
    expect(await bench.upgrade('1.5.0', { Proxy: encode('http://127.0.0.1:1') }, { path })).toMatchObject(upgraded);
  }),
);

test.concurrent(
  'a redirect from http on the node itself leads nowhere',
  ScriptBench.on(async (bench) => {
    bench.handlers.set('/moved', (_, response) => response.writeHead(302, { location: '/1.5.0' }).end());
    const Artifacts = bench.artifact({ url: `${bench.url}/moved` });
    expect(await bench.upgrade('1.5.0', { Artifacts })).toMatchObject({ ...stayed, reason: 'DOWNLOAD_FAILED' });
  }),
);
