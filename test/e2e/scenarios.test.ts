import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../local/clock.ts';
import { demoOf } from '../../local/demo-options.ts';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import { demoAgent } from '../../local/launch/kinds/archive.ts';
import { upgradeJobSchema } from '../../local/launch/upgrade-job.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { play, type Scenario, type Stage } from '../../local/scenario.ts';
import { conflict } from '../../local/scenarios/conflict.ts';
import { pauseResume } from '../../local/scenarios/pause-resume.ts';
import { scenarios } from '../../local/scenarios.ts';

type Change = (stage: Stage) => Stage;

const withoutConnection: Change = (stage) => {
  stage.ssm.setPingStatus(stage.fleet[0]?.nodeId ?? '', 'ConnectionLost');
  return stage;
};

const withStranger: Change = (stage) => ({
  ...stage,
  fleet: stage.fleet.map((agent, index) =>
    index === 0 ? { ...agent, health: async () => ({ version: '1.4.1', healthy: true }) } : agent,
  ),
});

const withDeafApi: Change = ({ api, ...stage }) => ({
  ...stage,
  api: { upgrade: (request) => api.upgrade(request), job: (id) => api.job(id), steer: (id) => api.job(id) },
});

const small = { ...conflict, agents: 3 };

/** Some that must be found not to hold, each for one thing. */
const broken: readonly (readonly [string, Scenario, Change, string])[] = [
  ['a node has no connection', small, withoutConnection, 'Each of 2 agents was upgraded'],
  ['an agent itself says another version', small, withStranger, '2 of 3 agents run what they should'],
  ['pausing changes nothing', pauseResume, withDeafApi, 'The job is'],
];

interface Show {
  readonly name: string;
  readonly scenario: Scenario;
  readonly change: Change;
}
const asTheyAre = [...scenarios].map(([name, scenario]): Show => ({ name, scenario, change: (stage) => stage }));
const shows: readonly Show[] = [
  ...asTheyAre,
  ...broken.map(([name, scenario, change]): Show => ({ name, scenario, change })),
];

/** What was said, or thrown, and whether it held. */
const ended = new Map<string, { readonly said: readonly string[]; readonly holds: boolean }>();

/** One after the other they would take 100 s, and most of it they wait. More at once would be throttled: each polls 4 times a second. */
const AT_ONCE = 3;

const folder = mkdtempSync(join(tmpdir(), 'scenarios-test-'));
const problems: string[] = [];
let launched: Launched;
beforeAll(async () => {
  const agents = shows.reduce((sum, { scenario }) => sum + scenario.agents, 0);
  launched = await launch({ agents, folder, onProblem: (problem) => problems.push(problem) });
  const fleet = [...launched.fleet];
  const waiting = shows.map((show) => ({ ...show, fleet: fleet.splice(0, show.scenario.agents) }));
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await perform(next, next.fleet);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}, 240_000);
afterAll(async () => {
  await launched?.stop();
  await rm(folder, { recursive: true });
});

function stageWith(fleet: Stage['fleet'], say: Stage['say']): Stage {
  const { stack, tokens } = launched;
  const api = new FleetApi({ baseUrl: stack.baseUrl, token: tokens.operator });
  return { api, fleet, ssm: stack.ssm, clock: systemClock, say };
}

/** Plays it on the one stack, with agents of its own. */
async function perform({ name, scenario, change }: Show, fleet: Stage['fleet']): Promise<void> {
  const said: string[] = [];
  const stage = stageWith(fleet, (line) => said.push(line));
  const played = play(scenario, change(stage)).catch((error) => ({ holds: false, error: said.push(String(error)) }));
  ended.set(name, { said, holds: (await played).holds });
}

describe('scenarios', () => {
  test.each([...scenarios.keys()])('%s shows what it says', (name) => {
    const { said, holds } = ended.get(name) ?? { said: ['It was not played.'], holds: false };
    expect(holds ? [] : said).toEqual([]);
  });

  test.each(broken)('where %s, that is found', (name, _scenario, _change, sentence) => {
    const { said, holds } = ended.get(name) ?? { said: [], holds: true };
    expect(said.filter((line) => line.includes('✗'))).toContainEqual(expect.stringContaining(sentence));
    expect(holds).toBe(false);
  });

  test('meet no problem in the stack', () => expect(problems).toEqual([]));
});

describe('what the command line asks for', () => {
  const refused: [string, string[], RegExp][] = [
    [
      'an unknown scenario',
      ['--scenario', 'nope'],
      /no scenario "nope".* canary, pause-resume, cancel, offline, conflict/,
    ],
    ['a scenario with another number of agents', ['--scenario', 'cancel', '--agents', '3'], /leave --agents/],
    [
      'a scenario with another target',
      ['--scenario', 'cancel', '--target', '1.6.0'],
      /leave --agents, --types and --target/,
    ],
    ['a scenario with other types', ['--scenario', 'cancel', '--types', 'demo-beat'], /leave --agents, --types/],
    ['a number of agents that is none', ['--agents', 'many'], /agents/],
    ['an unknown option', ['--nodes', '3'], /--nodes/],
  ];
  test.each(refused)('%s is refused in words', (_name, args, message) => {
    expect(() => demoOf(args, scenarios)).toThrow(message);
  });

  test('a scenario brings its number of agents', () => {
    expect(demoOf(['--scenario', 'cancel', '--json'], scenarios)).toMatchObject({
      agents: 9,
      kinds: [demoAgent],
      json: true,
    });
    expect(demoOf([], scenarios)).toMatchObject({ agents: 12, json: false });
  });
});

test('a scenario that checks nothing does not hold', async () => {
  const progress = { total: 0, succeeded: 0, failed: 0, running: 0, pending: 0, percent: 0 };
  const state = { status: 'success', phase: 'done', reason: 'ALL_SUCCEEDED', completedAt: null };
  const job = upgradeJobSchema.parse({ id: 'job', targetVersion: '1.5.0', ...state, progress, agents: [] });
  const scenario = { shows: 'Nothing.', agents: 0, play: async () => job };
  expect(
    await play(
      scenario,
      stageWith([], () => undefined),
    ),
  ).toEqual({ job, holds: false });
});
