import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { findCommand } from '../../local/node/find-command.ts';

/* dnf does nothing, and says so, where it is to install what is older, or to go down to what is newer. */

const shells = [
  [findCommand('dash'), []],
  [findCommand('busybox'), ['sh']],
].flatMap(([file, words]) => (typeof file === 'string' && Array.isArray(words) ? [{ file, words }] : []));

test.each([
  ['1.0-1', '2.0-1', 'install'],
  ['2.0-1', '1.0-1', 'downgrade'],
  ['2.0-1', '2.0-1', 'reinstall'],
  ['2.0-1', '1:1.0-1', 'install'],
  ['1:1.0-1', '2.0-1', 'downgrade'],
  ['1:1.9-1', '1:1.10-1', 'install'],
  ['1:1.10-1', '1:1.9-1', 'downgrade'],
])('from %s to %s dnf has to %s', (installed, wanted, verb) => {
  const script = '. lib/documents/dnf.sh; rpm_installed() { echo "$INSTALLED"; }; dnf_verb "$WANTED"';
  const env = { PATH: process.env['PATH'] ?? '', INSTALLED: installed, WANTED: wanted };
  const said = shells.map(({ file, words }) => execFileSync(file, [...words, '-c', script], { env, encoding: 'utf8' }));
  expect(said.length).toBeGreaterThan(0);
  expect(said).toEqual(said.map(() => `${verb}\n`));
});
