import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { agentFiles, encode, ScriptBench } from './script-bench.ts';
import { type Entry, tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

describe('the old version keeps running when the archive has', () => {
  const OUTSIDE = 'an entry is a device or a link that leads outside';
  const link = (name: string, target: string): Entry => ({ name, type: '2', link: target });
  test.concurrent.each<[string, string, Entry[]]>([
    ['an absolute entry', 'an entry is absolute or has ..', [{ name: '/tmp/fleet-escape', content: 'x' }]],
    ['an entry with ..', 'an entry is absolute or has ..', [{ name: 'a/../../escape', content: 'x' }]],
    ['an absolute link', OUTSIDE, [link('a', '/etc')]],
    ['a relative link that leads outside', 'a link leads outside', [link('a/b', '../../../outside')]],
    ['a file behind a link', '', [link('a', '../..'), { name: 'a/escape', content: 'x' }]],
    ['a hard link outside', '', [{ name: 'a', type: '1', link: '../../current/VERSION' }]],
    ['an absolute hard link', '', [{ name: 'a', type: '1', link: '/etc/passwd' }]],
    ['a device', OUTSIDE, [{ name: 'a', type: '3' }]],
    ['no form of an archive at all', '', []],
  ])(
    '%s',
    ScriptBench.on(async (bench, what, why, entries) => {
      const isArchive = !what.startsWith('no form');
      bench.archives.set('/1.5.0', isArchive ? tarGz([...agentFiles('1.5.0'), ...entries]) : Buffer.from('no archive'));
      const result = await bench.upgrade('1.5.0');
      expect(result).toMatchObject({ ...stayed, reason: 'UNPACK_FAILED', message: expect.stringContaining(why) });
      expect(await readdir(bench.directory)).not.toContain('escape');
    }),
  );

  test.concurrent(
    'while a link that stays inside is fine',
    ScriptBench.on(async (bench) => {
      const links: Entry[] = [
        { name: 'bin', type: '5' },
        { name: 'bin/version', type: '2', link: '../VERSION' },
      ];
      bench.archives.set('/1.5.0', tarGz([...agentFiles('1.5.0'), ...links]));
      expect(await bench.upgrade('1.5.0', { RestartCommand: encode('cp current/[VH]* running/') })).toMatchObject(
        upgraded,
      );
    }),
  );
});

describe('a parameter that the document would have refused is refused by the script and runs nothing:', () => {
  const hostile = [
    'a;touch pwned',
    'a$(touch pwned)',
    'a`touch pwned`',
    "a'; touch pwned; '",
    'a|touch pwned',
    'a\ntouch pwned',
    '../pwned',
    '-rf',
    'a b',
    '*',
  ];
  const names = ['Action', 'AttemptId', 'NotAfter', 'AgentType', 'Version', 'Sha256', 'HealthTimeoutSeconds'] as const;
  const encoded = ['ArtifactUrl', 'VersionCommand', 'HealthCommand', 'RestartCommand', 'InstallRoot'] as const;

  test.concurrent.each([...names, ...encoded])(
    '%s',
    ScriptBench.on(async (bench, name) => {
      const values = encoded.some((one) => one === name) ? hostile.filter((value) => value !== '-rf') : hostile;
      for (const value of values)
        expect(await bench.upgrade('1.5.0', { [name]: value })).toMatchObject({
          reason: 'INVALID_PARAMETER',
          exitCode: 1,
        });
      expect(await readdir(bench.directory)).not.toContain('pwned');
      expect(await bench.read('running/VERSION')).toBe('1.4.2\n');
    }),
  );

  test.concurrent.each([
    'http://example.com/a.tar.gz',
    'http://127.0.0.1@example.com/a',
    'http://127.0.0.1.example.com/a',
    'http://127.0.0.1:80.example.com:80/a',
    'https://user:secret@example.com/a',
    'https:///a',
    'file:///etc/passwd',
    'ftp://example.com/a',
    '--output=/tmp/a',
    'https://example.com/a b',
    'https://example.com/"\noutput = "/tmp/a',
  ])(
    'the URL %j',
    ScriptBench.on(async (bench, url) => {
      expect(await bench.upgrade('1.5.0', { ArtifactUrl: encode(url) })).toMatchObject({ reason: 'INVALID_PARAMETER' });
    }),
  );

  test.concurrent.each(['/', '..', '../up', 'a/../../up', '-x', 'a\nb'])(
    'the root %j',
    ScriptBench.on(async (bench, root) => {
      expect(await bench.upgrade('1.5.0', { InstallRoot: encode(root) })).toMatchObject({
        reason: 'INVALID_PARAMETER',
      });
    }),
  );
});
