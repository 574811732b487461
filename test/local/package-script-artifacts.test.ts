import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { agentFiles, encode, findCommand, ScriptBench, sha256 } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

describe('of several artifacts a node takes the one that fits it best:', () => {
  const windows = ['windows/any', 'windows/x86_64'];
  test.concurrent.each([
    ['its own', 'x86_64', [...windows, 'any/any', 'linux/any', 'any/x86_64', 'linux/arm64'], 'linux/x86_64'],
    ['amd64 is x86_64', 'amd64', ['linux/any', 'linux/arm64'], 'linux/x86_64'],
    ['aarch64 is arm64', 'aarch64', ['linux/any', 'linux/x86_64'], 'linux/arm64'],
    ['its own platform before its own architecture', 'arm64', ['any/arm64', 'any/any', 'linux/x86_64'], 'linux/any'],
    ['its own architecture before any', 'arm64', ['any/any', 'linux/x86_64'], 'any/arm64'],
    ['any, for a machine without a name here', 'riscv64', ['linux/x86_64', 'any/arm64'], 'any/any'],
  ])(
    '%s',
    ScriptBench.on(async (bench, _what, machine, others, best) => {
      const line = (fits: string, path: string) => `${fits} ${bench.url}/${path} - -`;
      const lines = [...others.map((fits) => line(fits, 'other')), line(best, '1.5.0'), line(best, 'second')];
      const path = await bench.tool('uname', `[ "$1" = -m ] && echo ${machine}`);
      expect(await bench.upgrade('1.5.0', { Artifacts: encode(lines.join('\n')) }, { path })).toMatchObject(upgraded);
    }),
  );

  test.concurrent(
    'none',
    ScriptBench.on(async (bench) => {
      const Artifacts = bench.artifact({ fits: 'windows/any' });
      const none = { ...stayed, reason: 'NO_ARTIFACT_FOR_PLATFORM' };
      expect(await bench.upgrade('1.5.0', { Artifacts })).toMatchObject(none);
    }),
  );
});

test.concurrent(
  'an artifact without a checksum is taken where none was given, and its own is in the log',
  ScriptBench.on(async (bench) => {
    expect(await bench.upgrade('1.5.0', { Artifacts: bench.artifact({}) })).toMatchObject(upgraded);
    const log = `SHA-256 is ${sha256(tarGz(agentFiles('1.5.0')))}; nothing was given`;
    expect(await bench.read('attempts/attempt-1/log')).toContain(log);
  }),
);

describe('with a public key, an artifact is taken only with its signature', () => {
  const ours = generateKeyPairSync('ed25519');
  const theirs = generateKeyPairSync('ed25519');
  const archive = tarGz(agentFiles('1.5.0'));
  const signed = (key: typeof ours, bytes: Buffer) => sign(null, bytes, key.privateKey).toString('base64');
  const PublicKey = encode(createPublicKey(ours.privateKey).export({ type: 'spki', format: 'pem' }).toString());

  test.concurrent.each([
    ['the right one', signed(ours, archive), upgraded],
    ['one of other bytes', signed(ours, Buffer.from('x')), { ...stayed, reason: 'SIGNATURE_INVALID' }],
    ['one by another key', signed(theirs, archive), { ...stayed, reason: 'SIGNATURE_INVALID' }],
    ['none', '-', { ...stayed, reason: 'SIGNATURE_INVALID', message: 'the artifact has no signature' }],
  ])(
    '%s',
    ScriptBench.on(async (bench, _what, signature, expected) => {
      const Artifacts = bench.artifact({ signature });
      expect(await bench.upgrade('1.5.0', { PublicKey, Artifacts })).toMatchObject(expected);
    }),
  );

  test.concurrent.each([
    ['is too old', `case $* in *-help*) exec echo -sign -verify ;; esac; exec ${findCommand('openssl')} "$@"`],
    ['is missing', 'exit 127'],
  ])(
    'which a node whose OpenSSL %s cannot check: it downloads nothing',
    ScriptBench.on(async (bench, _what, openssl) => {
      const Artifacts = bench.artifact({ url: `${bench.url}/none`, signature: signed(ours, archive) });
      const path = await bench.tool('openssl', openssl);
      const message = 'this node cannot check the signature: that takes OpenSSL 3.0 or later';
      const refused = { ...stayed, reason: 'SIGNATURE_INVALID', message };
      expect(await bench.upgrade('1.5.0', { PublicKey, Artifacts }, { path })).toMatchObject(refused);
    }),
  );

  test.concurrent(
    'and a signature without a key is not looked at',
    ScriptBench.on(async (bench) => {
      const Artifacts = bench.artifact({ signature: signed(theirs, archive) });
      expect(await bench.upgrade('1.5.0', { Artifacts })).toMatchObject(upgraded);
    }),
  );
});

describe('downloads are spread', () => {
  const seconds = async (bench: ScriptBench, change: object, node = 'i-1') => {
    const path = await bench.tool('sleep', 'case $1 in 0.2) ;; *) echo "$1" >>"$HOME/slept" ;; esac');
    const shell = [findCommand('env') ?? '', `AWS_SSM_INSTANCE_ID=${node}`, 'sh'] as const;
    await bench.upgrade('1.5.0', change, { path, shell });
    return Number(await bench.read('slept').catch(() => 'NaN'));
  };
  const NotAfter = String(Math.floor(Date.now() / 1000) + 9000);

  test.concurrent('over the seconds asked for, by the node and the attempt', async () => {
    const whose = [
      ['i-1', 'a'],
      ['i-1', 'a'],
      ['i-1', 'b'],
      ['i-2', 'a'],
    ] as const;
    const waits = await Promise.all(
      whose.map(async ([node, AttemptId]) => {
        const bench = await ScriptBench.start();
        return seconds(bench, { JitterSeconds: '600', NotAfter, AttemptId }, node).finally(() => bench.stop());
      }),
    );
    expect(waits[0]).toBe(waits[1]);
    expect(new Set(waits).size).toBe(3);
    for (const wait of waits) expect(wait).toBeLessThan(3600);
  });

  test.concurrent(
    'and never so long that the download and the switch would come too late',
    ScriptBench.on(async (bench) => {
      const change = { JitterSeconds: '600', NotAfter: String(Math.floor(Date.now() / 1000) + 420) };
      expect(await seconds(bench, change)).toBeLessThanOrEqual(60);
    }),
  );

  test.concurrent.each([{ JitterSeconds: '0', NotAfter }, { JitterSeconds: '600' }, { Action: 'rollback', NotAfter }])(
    'not at all with %j',
    ScriptBench.on(async (bench, change) => {
      const soon = String(Math.floor(Date.now() / 1000) + 360);
      expect(await seconds(bench, { NotAfter: soon, ...change })).toBeNaN();
    }),
  );
});

test.concurrent.each(['2', '3'])(
  'a node keeps as many versions as it is told: %s',
  ScriptBench.on(async (bench, KeepVersions) => {
    for (const version of ['1.5.0', '1.7.0', '1.8.0']) {
      bench.archives.set(`/${version}`, tarGz(agentFiles(version)));
      expect(await bench.upgrade(version, { AttemptId: version, KeepVersions })).toMatchObject({ reason: 'UPGRADED' });
    }
    const kept = ['1.4.2', '1.5.0', '1.7.0', '1.8.0'].slice(-Number(KeepVersions));
    expect((await readdir(join(bench.directory, 'versions'))).sort()).toEqual(kept);
  }),
);
