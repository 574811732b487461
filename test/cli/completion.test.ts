import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { FakeWorld } from './fake-world.ts';

async function script(shell: string): Promise<string> {
  const world = new FakeWorld([]);
  expect(await world.run('completion', shell)).toBe(0);
  return world.out;
}

/** What bash itself offers after these words. */
async function offered(...words: string[]): Promise<string[]> {
  const ask = `${await script('bash')}
COMP_WORDS=(fleet ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _fleet; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask], { encoding: 'utf8' }).trim().split('\n');
}

describe('bash completes', () => {
  test.each([
    ['commands', ['re'], ['resume', 'retry', 'report']],
    ['options of a command', ['upgrade', '--ag'], ['--agents']],
    ['options that all commands have', ['job', '--out'], ['--output']],
    ['commands of a command', ['freeze', 's'], ['set']],
    ['options behind others', ['upgrade', '--agents', 'a', '--to', '1', '--wai'], ['--wait']],
    ['options of a command of a command', ['freeze', 'set', '--un'], ['--until']],
    ['no options of other commands', ['pause', '--agents'], ['']],
  ])('%s', async (_sentence, words, expected) => {
    expect((await offered(...words)).sort()).toEqual([...expected].sort());
  });
});

test('zsh reads the same by its own means', async () => {
  expect(await script('zsh')).toBe(`autoload -U +X bashcompinit && bashcompinit\n${await script('bash')}`);
});

test('fish is told each word with what it does', async () => {
  const lines = (await script('fish')).split('\n');
  expect(lines).toContain("complete -c fleet -n '__fish_use_subcommand' -f -a jobs -d 'list jobs'");
  expect(lines).toContain(
    "complete -c fleet -n '__fish_seen_subcommand_from freeze; and __fish_seen_subcommand_from set' -l reason -d 'why, for those who have to wait'",
  );
  expect(lines.find((line) => line.includes('-l from'))).toContain("\\'<1.5.0\\'");
});
