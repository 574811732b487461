import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { killAt, pathOfSteps, type Step, stepsOf, type Victim } from './kill-steps.ts';
import { encode, findCommand, type RunOptions, ScriptBench } from './script-bench.ts';

/**
 * Every victim at every step of every scenario takes minutes. Unless EVERY_STEP=1 asks for that, each step of an upgrade is killed once, the victims in
 * turn, and each 43rd kill of the other scenarios and of the other shell.
 */
const STRIDE = process.env['EVERY_STEP'] === undefined ? 43 : 1;
const AT_ONCE = 4;

const folder = await mkdtemp(join(tmpdir(), 'fleet-steps-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Restarting stops the agent first: one that is cut off in it is sick. The bad version, 1.6.0, does not start. */
const RestartCommand = encode(
  'rm -f running/HEALTH; cp current/VERSION running/; cp current/HEALTH running/; grep -q well running/HEALTH',
);
const good = {
  what: 'an upgrade to a good version',
  before: async (_bench: ScriptBench): Promise<void> => undefined,
  target: '1.5.0',
  next: { reason: /^(UPGRADED|ALREADY_CURRENT)$/, version: '1.5.0' },
};
type Scenario = typeof good;
const bad: Scenario = {
  ...good,
  what: 'an upgrade to a bad version, and its way back',
  target: '1.6.0',
  next: { reason: /^RESTART_FAILED$/, version: '1.4.2' },
};
const cut: Scenario = { ...good, what: 'the repair of an attempt that was cut off in its restart', before: cutOff };

/** Leaves a node as a crash in the middle of the restart of 1.6.0 does. */
async function cutOff(bench: ScriptBench): Promise<void> {
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(bench.directory, file)), { recursive: true });
    await writeFile(join(bench.directory, file), `${text}\n`);
  };
  const journal = {
    begun: '999999:1',
    switching: '999998:1',
    old: '1.4.2',
    placed: 'versions/1.6.0',
    from: 'versions/1.4.2',
  };
  for (const [file, text] of Object.entries(journal)) await write(`attempts/cut/${file}`, text);
  await write('lock', '999998:1 cut');
  await write('work.999999/errors', '');
  await write('versions/1.6.0/VERSION', '1.6.0');
  await rm(join(bench.directory, 'current'));
  await symlink('versions/1.6.0', join(bench.directory, 'current'));
  await rm(join(bench.directory, 'running/HEALTH'));
}

/** Runs an upgrade that nobody kills; answers its steps. */
async function survey({ before, target }: Scenario, options: RunOptions): Promise<Step[]> {
  const bench = await ScriptBench.start();
  try {
    await before(bench);
    await killAt(bench, 0, 'group', 'attempt-1');
    await bench.upgrade(target, { RestartCommand }, options);
    expect(await bench.read('attempts/attempt-1/log')).not.toContain('not found');
    return await stepsOf(bench);
  } finally {
    await bench.stop();
  }
}

/** What is wrong after a kill, and after the next attempt: nothing, where all is well. */
async function wrongAfter(bench: ScriptBench, scenario: Scenario, victim: Victim, step: number, options: RunOptions) {
  await scenario.before(bench);
  await killAt(bench, step, victim, 'attempt-1');
  await bench.run(packageDocument(), bench.parameters(scenario.target, { RestartCommand }), options);
  const report = await reportOf(bench);
  const is = await agentOf(bench);
  const next = await bench.upgrade(scenario.target, { RestartCommand, AttemptId: 'next' });
  const then = await agentOf(bench);
  const checks = {
    'was not killed': (await readdir(bench.directory)).includes('kill') === false,
    [`is ${is} after a cancel`]: victim !== 'group' || / well$/.test(is),
    [`is ${is}, reported ${report}`]: report === is,
    [`answers ${next.reason} ${next.message}`]: scenario.next.reason.test(next.reason),
    [`is ${then} in the end`]: then === `${scenario.next.version} well`,
    [`left over: ${await leftovers(bench, scenario)}`]: (await leftovers(bench, scenario)).length === 0,
  };
  return Object.keys(checks).filter((what) => checks[what] === false);
}

/** The agent as it is: its version, and how it feels. */
async function agentOf(bench: ScriptBench): Promise<string> {
  const read = (file: string) => readFile(join(bench.directory, 'running', file), 'utf8').catch(() => 'gone');
  return `${(await read('VERSION')).trim()} ${(await read('HEALTH')).includes('well') ? 'well' : 'sick'}`;
}

/** The agent as the probe tells it, once the attempt has ended, and what it says of the attempt where that is another thing. */
async function reportOf(bench: ScriptBench): Promise<string> {
  for (;;) {
    const { version, healthy, attempt } = await bench.report('attempt-1');
    if (attempt.state === 'running') continue;
    const told = (of: string | null, well: boolean) => `${of} ${well ? 'well' : 'sick'}`;
    const { result } = attempt;
    const ended = result === null ? told(version, healthy) : told(result.newVersion, result.healthy);
    return ended === told(version, healthy) ? ended : `${told(version, healthy)}, but the attempt ${ended}`;
  }
}

async function leftovers(bench: ScriptBench, { next: { version } }: Scenario): Promise<string[]> {
  const kept = new Set(['1.4.2', version].map((name) => `versions/${name}`));
  const journal = ['begun', 'log', 'old', 'result', 'switching'];
  const ours = ['.ssm', 'attempts', 'current', 'running', 'steps', 'versions'];
  const list = async (path: string) => (await readdir(join(bench.directory, path))).map((name) => join(path, name));
  const attempts = (await Promise.all((await list('attempts')).map(list))).flat();
  const current = await readlink(join(bench.directory, 'current'));
  return [
    ...(await list('')).filter((name) => !ours.includes(name)),
    ...attempts.filter((name) => !journal.some((file) => name.endsWith(`/${file}`))),
    ...(await list('versions')).filter((name) => !kept.has(name.replace(/~$/, ''))),
    ...(current.replace(/~$/, '') === `versions/${version}` ? [] : [`current -> ${current}`]),
  ];
}

/** Acts on all rows, a few at once; answers what is wrong, by row. */
async function inParallel<Row>(rows: readonly Row[], act: (row: Row) => Promise<readonly string[]>): Promise<string[]> {
  const [left, wrong] = [[...rows], [] as string[]];
  const work = async () => {
    for (let row = left.shift(); row !== undefined; row = left.shift()) wrong.push(...(await act(row)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong;
}

const shells: [string, string | undefined, string[]][] = [
  ['dash', findCommand('dash'), []],
  ['busybox sh', findCommand('busybox'), ['sh']],
];
const victims: Victim[] = ['group', 'switch', 'machine'];

describe.each(shells)('killed at any step in %s', (_name, file, words) => {
  let path: string | undefined;
  test.each([good, bad, cut])(
    'the agent is well at the old or the new version, or is so after the next attempt: $what',
    async (scenario) => {
      if (file === undefined) return;
      path ??= await pathOfSteps(await mkdtemp(join(folder, 'path-')), file);
      const options = { shell: [file, ...words] as const, path };
      const shift = words.length * 21; // another choice for each shell
      const all = killsOf(scenario, await survey(scenario, options));
      const isWhole = scenario === good && words.length === 0;
      const rows = all.filter((kill, n) => (n + shift) % STRIDE === 0 || (isWhole && isItsTurn(kill)));
      const wrong = await inParallel(rows, async ({ victim, step, name }) => {
        const found: string[] = [];
        await ScriptBench.on(async (bench) => {
          found.push(...(await wrongAfter(bench, scenario, victim, step, options)));
        })();
        return found.map((what) => `${victim} killed at ${step} ${name}: ${what}`);
      });
      expect(wrong).toEqual([]);
    },
    600_000,
  );
});

/** Is it this victim's turn at the step? Each step has one. */
const isItsTurn = ({ part, step, victim }: { part: Step['part']; step: number; victim: Victim }): boolean =>
  part === 'prepare' || victims[step % victims.length] === victim;

/** Before the switch there is but one process group, so that a cancel is like a crash; and the good scenario shows it. */
function killsOf(scenario: Scenario, steps: readonly Step[]) {
  return steps.flatMap(({ part, tool }, index) =>
    victims
      .filter((victim) => part === 'switch' || (victim === 'machine' && scenario === good))
      .map((victim) => ({ victim, part, step: index + 1, name: `${part} ${tool}` })),
  );
}
