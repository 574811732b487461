import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../local/clock.ts';
import type { RunningAgent } from '../../local/launch/demo-nodes.ts';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { play, type Scenario, type Stage } from '../../local/scenario.ts';
import { cancel } from '../../local/scenarios/cancel.ts';
import { conflict } from '../../local/scenarios/conflict.ts';
import { pauseResume } from '../../local/scenarios/pause-resume.ts';
import { scenarios } from '../../local/scenarios.ts';

/* Every scenario at the same time on one stack, each with agents of its own; beside them some that must be found not to hold. */

/** What has to be wrong for a scenario not to hold: one thing each. */
const broken: [string, Scenario, (stage: Stage) => Stage][] = [
  ['a node has no connection', conflict, withoutConnection],
  ['pausing changes nothing', pauseResume, (stage) => ({ ...stage, api: deafApi(stage) })],
  ['an agent runs another version than its job says', cancel, (stage) => ({ ...stage, fleet: withStranger(stage) })],
];
const played = [...[...scenarios.values()], ...broken.map(([, scenario]) => scenario)];

const folder = mkdtempSync(join(tmpdir(), 'scenarios-test-'));
const problems: string[] = [];
let launched: Launched;
beforeAll(async () => {
  const agents = played.reduce((sum, scenario) => sum + scenario.agents, 0);
  launched = await launch({ agents, folder, onProblem: (problem) => problems.push(problem) });
}, 120_000);
afterAll(async () => {
  await launched?.stop();
  await rm(folder, { recursive: true });
});

function withoutConnection(stage: Stage): Stage {
  stage.ssm.setPingStatus(stage.fleet[0]?.nodeId ?? '', 'ConnectionLost');
  return stage;
}

const deafApi = ({ api }: Stage): Stage['api'] => ({
  upgrade: (request) => api.upgrade(request),
  job: (id) => api.job(id),
  steer: (id) => api.job(id),
});

const withStranger = ({ fleet }: Stage): readonly RunningAgent[] =>
  fleet.map((agent, index) =>
    index === 0 ? { ...agent, health: async () => ({ version: '1.4.1', healthy: true }) } : agent,
  );

/** Each scenario's own agents: those after the agents of the scenarios before it. */
function stageOf(number: number, said: string[]): Stage {
  const before = played.slice(0, number).reduce((sum, { agents }) => sum + agents, 0);
  return {
    api: new FleetApi({ baseUrl: launched.stack.baseUrl, token: launched.tokens.operator }),
    fleet: launched.fleet.slice(before, before + (played[number]?.agents ?? 0)),
    ssm: launched.stack.ssm,
    clock: systemClock,
    say: (line) => said.push(line),
  };
}

describe('scenarios', () => {
  test.each([...scenarios].map(([name, scenario], number) => [name, scenario, number] as const))(
    '%s shows what it says',
    async (_name, scenario, number) => {
      const said: string[] = [];
      const { holds } = await play(scenario, stageOf(number, said));
      expect(holds ? [] : said).toEqual([]);
      expect(problems).toEqual([]);
    },
    120_000,
  );

  test.each(broken.map(([why, scenario, change], number) => [why, scenario, change, number] as const))(
    'where %s, that is found',
    async (_why, scenario, change, number) => {
      const said: string[] = [];
      const { holds } = await play(scenario, change(stageOf(scenarios.size + number, said)));
      expect(said.join('\n')).toContain('This does not hold');
      expect(holds).toBe(false);
    },
    120_000,
  );
});
