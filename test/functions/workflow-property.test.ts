import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../functions/domain/errors.ts';
import { rollbackIdOf, takesUp } from '../../functions/domain/lineage.ts';
import { offlineSecondsOf } from '../../functions/domain/offline-policy.ts';
import { type SteeringAction, steeringActions } from '../../functions/domain/steer.ts';
import type { Outcome, Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { jobId, nodeId } from '../fixtures.ts';
import { retryId, synthesizedTemplate, WorkflowWorld } from './workflow-world.ts';

/** FC_RUNS asks for more jobs, FC_SEED for the same ones again. */
const RUNS = Number(process.env['FC_RUNS'] ?? 1_000);
const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'success' } as const) },
  fc.constantFrom('HEALTH_CHECK_FAILED', 'DOWNLOAD_FAILED').map((reason) => ({ kind: 'failed', reason }) as const),
  fc.record({ kind: fc.constantFrom('timeout', 'undeliverable', 'noOutput', 'lost'), changes: fc.boolean() }),
);
const script: fc.Arbitrary<Script> = fc.record({ latencyMs: fc.integer({ min: 0, max: 600_000 }), outcome });
const size = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom('10%', '50%', '100%'));
const optional = { requiredKeys: [] };

const rollout = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 6 }),
    concurrencyPerTag: fc.record({ tag: fc.constantFrom('site', 'rack'), max: fc.integer({ min: 1, max: 3 }) }),
    waves: fc.array(fc.record({ size, bakeSeconds: fc.constantFrom(0, 60, 3600) }), { minLength: 1, maxLength: 4 }),
    failureThreshold: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('10%', '40%')),
    onFailure: fc.constantFrom('halt', 'pause', 'rollback'),
  },
  optional,
);

const actions = [...steeringActions, 'rollback'] as const;

/** After how many seconds a node that is offline at first comes online: online from the start, later, or never. */
const comesOnline = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  fc.integer({ min: 1, max: 60 * 3600 }),
  fc.constant(Number.POSITIVE_INFINITY),
);
const offline = fc.oneof(fc.constantFrom('fail', 'wait'), fc.record({ waitHours: fc.integer({ min: 1, max: 48 }) }));

const tags = fc.constantFrom<Record<string, string>>({ site: 'a' }, { site: 'b' }, {});

const scenario = fc.record({
  /** Some agents have no site. */
  nodes: fc.array(fc.record({ script, comesOnline, tags }), { minLength: 1, maxLength: 14 }),
  /** So many agents that nobody registered: with more than 40 targets a batch has several agents. */
  strangers: fc.constantFrom(0, 40),
  offline,
  rollout,
  steering: fc.array(
    fc.record({ afterSeconds: fc.integer({ min: 0, max: 900 }), action: fc.constantFrom(...actions) }),
    { maxLength: 5 },
  ),
  /** What somebody wants of the job once it has ended. */
  afterwards: fc.constantFrom('nothing', 'retry', 'rollback'),
  /** Of each event: lost, once, doubled, late, all of it. */
  deliveries: fc.infiniteStream(fc.constantFrom<readonly number[]>([], [1], [0], [1, 1], [400], [2, 700])),
  /** Whether a function's call crashes, before or after its work. */
  crashes: fc.infiniteStream(fc.constantFrom('no', 'no', 'no', 'no', 'no', 'no', 'before', 'after')),
});

/** So many crashes at most, or a job would only ever be retried. */
const MOST_CRASHES = 25;

function crashing(crashes: Iterator<string>) {
  let [left, planned] = [MOST_CRASHES, 'no'];
  return (_name: string, when: 'before' | 'after') => {
    if (when === 'before') planned = crashes.next().value;
    if (planned !== when || left === 0) return;
    left--;
    planned = 'no';
    throw new Error('crashed');
  };
}

/** Lets the job come to its end, resuming it where it waits for somebody and reconciling it as the schedule would. */
async function toTheEnd(world: WorkflowWorld, id: string = jobId): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await world.pass(7 * 86_400);
    const job = await world.storedJob(id);
    if (job.phase === 'done') return;
    if (job.gate.state === 'held') await world.steer('resume', 'operator', id);
    await world.reconcile();
  }
  throw new Error('The job does not end.');
}

const packages = (world: WorkflowWorld, id: string = jobId) =>
  world.host.visibleCommands().filter(({ comment }) => comment.startsWith(id) && !comment.endsWith('/report'));

/** Does it, and answers when nothing more may be sent; undefined where the state refuses the action. */
async function steer(world: WorkflowWorld, action: SteeringAction | 'rollback'): Promise<number | undefined> {
  try {
    await (action === 'rollback' ? world.rollBack() : world.steer(action));
    return action === 'cancel' || action === 'rollback' ? world.clock.now() : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Does what somebody wants of a job that has ended, where it may be done, and looks at what comes of it. */
async function afterEnd(world: WorkflowWorld, wanted: 'nothing' | 'retry' | 'rollback'): Promise<void> {
  if (wanted === 'nothing' || !(await world.job()).allowed.includes(wanted)) return;
  if (wanted === 'rollback') {
    await world.rollBack();
    return expectTakenBack(world, jobId);
  }
  await world.retry();
  await toTheEnd(world, retryId);
  await expectLineage(world, jobId, retryId);
  await expectTruthOrTakenBack(world, retryId);
}

const isTakenBack = async (world: WorkflowWorld, id: string): Promise<boolean> =>
  (await world.stores.jobs.get(rollbackIdOf(id))) !== undefined;

async function expectTruthOrTakenBack(world: WorkflowWorld, id: string): Promise<void> {
  if (await isTakenBack(world, id)) return expectTakenBack(world, id);
  return expectTheTruth(world, id, '1.5.0');
}

async function expectTakenBack(world: WorkflowWorld, id: string): Promise<void> {
  await toTheEnd(world, rollbackIdOf(id));
  await expectLineage(world, id, rollbackIdOf(id));
  await expectTheTruth(world, rollbackIdOf(id), '1.4.2');
}

/** Every agent's outcome is what its node says; `version` is the one that a success means. */
async function expectTheTruth(world: WorkflowWorld, id: string, version: string): Promise<void> {
  const { agents, progress, status } = await world.job(id);
  for (const { agentUuid, status: outcome, reason, state } of agents) {
    const node = world.nodes[Number(agentUuid.replace('item', ''))];
    const isWell = node?.version === version && node.healthy;
    expect({ agentUuid, state, outcome }).toEqual({ agentUuid, state: 'done', outcome: isWell ? 'success' : 'failed' });
    expect(reason).not.toBe('NODE_UNREACHABLE');
  }
  expect(progress).toMatchObject({ running: 0, pending: 0 });
  expect(progress.succeeded + progress.failed).toBe(agents.length);
  expect(status).toBe(agents.length > 0 && agents.every((agent) => agent.status === 'success') ? 'success' : 'failed');
}

/** The agents of a job that came of another one are those that it is about, and no command of it came before the first had ended. */
async function expectLineage(world: WorkflowWorld, parentId: string, id: string): Promise<void> {
  const [parent, child] = [await world.job(parentId), await world.job(id)];
  const { source } = await world.storedJob(id);
  const about = parent.agents.filter((agent) => takesUp({ source }, agent)).map(({ agentUuid }) => agentUuid);
  const found = child.agents.map(({ agentUuid }) => agentUuid);
  // So many crashes in a row end a job, perhaps before it has found its agents.
  expect(found).toEqual(child.reason === 'WORKFLOW_FAILED' && found.length === 0 ? [] : about);
  const ended = new Date(parent.completedAt ?? 0).getTime();
  expect(packages(world, id).filter(({ requestedAt }) => requestedAt < ended)).toEqual([]);
}

test(`whatever happens, a job keeps its promises (FC_SEED=${SEED} FC_RUNS=${RUNS})`, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (asked) => {
      const { nodes, strangers, rollout, steering, deliveries, crashes, afterwards } = asked;
      const world = new WorkflowWorld({
        template,
        scripts: nodes.map(({ script }) => script),
        tags: (index) => nodes[index]?.tags ?? {},
        deliver: () => deliveries.next().value,
        crash: crashing(crashes),
      });
      let [mostInFlight, mostOfASite, cancelledAt] = [0, 0, Number.POSITIVE_INFINITY];
      world.watch(() => {
        const { none = 0, a = 0, b = 0 } = Object.fromEntries(world.inFlight());
        mostOfASite = Math.max(mostOfASite, a, b);
        mostInFlight = Math.max(mostInFlight, none + a + b);
      });
      connectInTime(world, nodes);
      const unknown = Array.from({ length: strangers }, (_, index) => `nobody${index}`);
      await world.submit(rollout, unknown, { offline: asked.offline });
      for (const { afterSeconds, action } of steering) {
        await world.pass(afterSeconds);
        cancelledAt = (await steer(world, action)) ?? cancelledAt;
      }
      await toTheEnd(world);
      expect(mostInFlight).toBeLessThanOrEqual(rollout.concurrency ?? 50);
      // Nobody has a rack: a limit for each of them limits nobody.
      const { tag, max } = rollout.concurrencyPerTag ?? { tag: 'site', max: 50 };
      expect(mostOfASite).toBeLessThanOrEqual(tag === 'site' ? max : 50);
      expect(packages(world).filter(({ requestedAt }) => requestedAt > cancelledAt)).toEqual([]);
      const { agents, progress } = await world.job();
      expect(progress).toMatchObject({ total: nodes.length + strangers, percent: 100 });
      for (const [index, { comesOnline: seconds }] of nodes.entries()) {
        if (agents[index]?.reason !== 'AGENT_OFFLINE') continue;
        expect(seconds).toBeGreaterThan(offlineSecondsOf(asked.offline));
      }

      await expectTruthOrTakenBack(world, jobId);
      await afterEnd(world, afterwards);
      expect(world.stores.holds.all()).toEqual([]);
      const late = new Set(world.nodes.filter((_, index) => nodes[index]?.comesOnline !== 0).map(({ id }) => id));
      expectWavesInOrder(world, (await world.storedJob()).rollout.waves, late);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 240_000);

/** Nodes that are offline at first come online when it is their time. */
function connectInTime(world: WorkflowWorld, nodes: readonly { readonly comesOnline: number }[]): void {
  for (const [index, { comesOnline: seconds }] of nodes.entries()) {
    if (seconds === 0) continue;
    world.host.setPingStatus(nodeId(index), 'ConnectionLost');
    if (Number.isFinite(seconds))
      world.clock.schedule(seconds * 1000, () => world.host.setPingStatus(nodeId(index), 'Online'));
  }
}

/**
 * The node of agent number n is in the wave in which target n is: no command of a wave is sent before all of the one before have ended
 * and baked. No wave waits for a node that is late.
 */
function expectWavesInOrder(
  world: WorkflowWorld,
  waves: readonly { size: number; bakeSeconds: number }[],
  late: ReadonlySet<string>,
): void {
  const sent = packages(world).flatMap(({ requestedAt, invocations }) =>
    invocations
      .filter(({ instanceId }) => !late.has(instanceId))
      .map(({ instanceId, endedAt }) => ({ wave: waveOf(world, instanceId, waves), requestedAt, endedAt })),
  );
  for (const { wave, requestedAt } of sent) {
    const earlier = sent.filter((other) => other.wave < wave);
    for (const other of earlier) {
      expect(other.requestedAt).toBeLessThanOrEqual(requestedAt);
      if (other.wave !== wave - 1 || other.endedAt === undefined) continue;
      expect(requestedAt - other.endedAt).toBeGreaterThanOrEqual((waves[other.wave]?.bakeSeconds ?? 0) * 1000);
    }
  }
}

function waveOf(world: WorkflowWorld, instanceId: string, waves: readonly { size: number }[]): number {
  let left = world.nodes.findIndex(({ id }) => id === instanceId);
  return waves.findIndex(({ size: agents }) => {
    left -= agents;
    return left < 0;
  });
}
