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
