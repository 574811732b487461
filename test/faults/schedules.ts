import fc from 'fast-check';
import type { Template } from '../../local/template.ts';
import { Chronicle } from '../functions/chronicle.ts';
import { ALARM, crashing, type Deed, scenario, tripping } from '../functions/scenario.ts';
import { WorkflowWorld } from '../functions/workflow-world.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Played } from './fault.ts';

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** A day for somebody to notice that a job waits for him. */
const A_DAY = 86_400;

/**
 * Random schedules on a virtual clock: nodes that fail in all ways or are offline, crashes, throttled calls, lost answers, unreliable events,
 * scripts that no cancel ends any more, clocks that jump and functions whose clocks are wrong, while somebody steers. What takes a job back is left out: then the nodes say
 * something else than the job, and rightly.
 */
export async function randomSchedules(template: Template, seed: number, count: number): Promise<readonly Played[]> {
  const schedules = fc.sample(scenario, { seed, numRuns: count });
  const random = seededRandom(seed);
  const played: Played[] = [];
  for (const schedule of schedules) played.push(await play(template, schedule, random));
  return played;
}

async function play(template: Template, asked: Scenario, random: () => number): Promise<Played> {
  const { kind, nodes, strangers, rollout, before, steering, deliveries, crashes, trips, offline } = asked;
  const world = new WorkflowWorld({
    template,
    kind,
    scripts: nodes.map(({ script }) => ({ ...script, switchMs: random() * script.latencyMs })),
    tags: (index) => nodes[index]?.tags ?? {},
    deliver: () => deliveries.next().value,
    trip: tripping(trips),
    crash: crashing(crashes),
    skewMs: () => (random() < 0.2 ? (random() - 0.5) * 120_000 : 0),
  });
  const chronicle = new Chronicle(world);
  connectInTime(world, nodes);
  world.alarms.set(ALARM, 'OK');
  for (const deed of before) await chronicle.act(deed);
  await world.pass(1);
  const start = world.clock.now();
  const unknown = Array.from({ length: strangers }, (_, index) => `nobody${index}`);
  const { onFailure, ...rest } = rollout;
  await world.submit({ ...rest, onFailure: onFailure === 'pause' ? 'pause' : 'halt' }, unknown, { offline });
  for (const { afterSeconds, deed } of steering) {
    await world.pass(afterSeconds);
    if (random() < 0.3) world.clock.jump((random() - 0.5) * 600_000);
    if (!takesBack(deed)) await chronicle.act(deed);
  }
  await toTheEnd(world, chronicle);
  return outcome(world, start, unknown);
}

const takesBack = (deed: Deed): boolean => deed === 'rollback';

function connectInTime(world: WorkflowWorld, nodes: Scenario['nodes']): void {
  for (const [index, { comesOnline: seconds }] of nodes.entries()) {
    const id = world.nodes[index]?.id;
    if (seconds === 0 || id === undefined) continue;
    world.host.setPingStatus(id, 'ConnectionLost');
    if (Number.isFinite(seconds)) world.clock.schedule(seconds * 1000, () => world.host.setPingStatus(id, 'Online'));
  }
}

/** Clears what keeps the job, day by day, and reconciles as the schedule would. Whether that ends it is what is asked. */
async function toTheEnd(world: WorkflowWorld, chronicle: Chronicle): Promise<void> {
  for (let day = 0; day < 60; day++) {
    await world.pass(A_DAY);
    const job = await world.storedJob();
    if (job.phase === 'done') return;
    await chronicle.clear();
    if (job.phase === 'awaiting-approval') await world.steer('approve', 'ann');
    if (job.gate.state === 'held') await world.steer('resume');
    await world.reconcile();
  }
}

async function outcome(world: WorkflowWorld, start: number, unknown: readonly string[]): Promise<Played> {
  const { agents, completedAt, targetVersion: target } = await world.job();
  const names = world.nodes.map((_, index) => `item${index}`);
  return {
    target,
    agentUuids: [...names, ...unknown],
    agents: completedAt === null ? undefined : agents,
    seconds: (new Date(completedAt ?? world.clock.now()).getTime() - start) / 1000,
    nodes: new Map(
      world.nodes.map(({ version, healthy }, index) => [
        `item${index}`,
        version === null ? undefined : { version, healthy },
      ]),
    ),
  };
}
