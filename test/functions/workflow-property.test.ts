import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import { offlineSecondsOf } from '../../functions/domain/offline-policy.ts';
import type { Template } from '../../local/template.ts';
import { jobId, nodeId } from '../fixtures.ts';
import { Chronicle } from './chronicle.ts';
import * as promises from './promises.ts';
import { ALARM, crashing, scenario, tripping } from './scenario.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { retryId, WorkflowWorld } from './workflow-world.ts';

/** FC_RUNS asks for more jobs, FC_SEED for the same ones again. */
const RUNS = Number(process.env['FC_RUNS'] ?? 200);
const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

/** A world in which a job runs, and what is done to it. */
interface Play {
  readonly world: WorkflowWorld;
  readonly chronicle: Chronicle;
}

/** Lets the job come to its end: clears what keeps it, approves and resumes it where it waits for somebody, and reconciles as the schedule would. */
async function toTheEnd({ world, chronicle }: Play, id: string = jobId): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await world.pass(7 * 86_400);
    const job = await world.storedJob(id);
    if (job.phase === 'done') return;
    await chronicle.clear();
    if (job.phase === 'awaiting-approval') await world.steer('approve', 'ann', id);
    if (job.gate.state === 'held') await world.steer('resume', 'operator', id);
    await world.reconcile();
  }
  throw new Error('The job does not end.');
}

/** Does what somebody wants of a job that has ended, where it may be done, and looks at what comes of it. */
async function afterEnd(play: Play, wanted: 'nothing' | 'retry' | 'rollback'): Promise<void> {
  const { world } = play;
  if (wanted === 'nothing' || !(await world.job()).allowed.includes(wanted)) return;
  if (wanted === 'rollback') {
    await world.rollBack();
    return expectTakenBack(play, jobId);
  }
  await world.retry();
  await toTheEnd(play, retryId);
  await promises.expectLineage(world, jobId, retryId);
  await expectTruthOrTakenBack(play, retryId);
}

async function expectTruthOrTakenBack(play: Play, id: string): Promise<void> {
  if ((await play.world.stores.jobs.get(rollbackIdOf(id))) !== undefined) return expectTakenBack(play, id);
  return promises.expectTheTruth(play.world, id, '1.5.0');
}

async function expectTakenBack(play: Play, id: string): Promise<void> {
  await toTheEnd(play, rollbackIdOf(id));
  await promises.expectLineage(play.world, id, rollbackIdOf(id));
  await promises.expectTheTruth(play.world, rollbackIdOf(id), '1.4.2');
}

test(`whatever happens, a job keeps its promises (FC_SEED=${SEED} FC_RUNS=${RUNS})`, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (asked) => {
      const { kind, nodes, strangers, rollout, before, steering, deliveries, crashes, trips, afterwards } = asked;
      const crash = crashing(crashes);
      const decidedAt: number[] = [];
      const world: WorkflowWorld = new WorkflowWorld({
        template,
        kind,
        scripts: nodes.map(({ script }) => script),
        tags: (index) => nodes[index]?.tags ?? {},
        deliver: () => deliveries.next().value,
        trip: tripping(trips),
        crash: (name, when) => {
          if (name === 'decide-next' && when === 'before') decidedAt.push(world.clock.now());
          crash(name, when);
        },
      });
      const chronicle = new Chronicle(world);
      const play = { world, chronicle };
      let [mostInFlight, mostOfASite] = [0, 0];
      world.watch(() => {
        const { none = 0, a = 0, b = 0 } = Object.fromEntries(world.inFlight());
        mostOfASite = Math.max(mostOfASite, a, b);
        mostInFlight = Math.max(mostInFlight, none + a + b);
      });
      connectInTime(world, nodes);
      world.alarms.set(ALARM, 'OK');
      for (const deed of before) await chronicle.act(deed);
      await world.pass(1);
      const unknown = Array.from({ length: strangers }, (_, index) => `nobody${index}`);
      await world.submit(rollout, unknown, { offline: asked.offline });
      for (const { afterSeconds, deed } of steering) {
        await world.pass(afterSeconds);
        await chronicle.act(deed);
      }
      await toTheEnd(play);
      expect(mostInFlight).toBeLessThanOrEqual(rollout.concurrency ?? 50);
      // Nobody has a rack: a limit for each of them limits nobody.
      const { tag, max } = rollout.concurrencyPerTag ?? { tag: 'site', max: 50 };
      expect(mostOfASite).toBeLessThanOrEqual(tag === 'site' ? max : 50);
      expect(promises.packages(world).filter(({ requestedAt }) => requestedAt > chronicle.endedAt)).toEqual([]);
      const { agents, progress } = await world.job();
      expect(progress).toMatchObject({ total: nodes.length + strangers, percent: 100 });
      for (const [index, { comesOnline: seconds }] of nodes.entries()) {
        if (agents[index]?.reason !== 'AGENT_OFFLINE') continue;
        expect(seconds).toBeGreaterThan(offlineSecondsOf(asked.offline));
      }

      const late = new Set(world.nodes.filter((_, index) => nodes[index]?.comesOnline !== 0).map(({ id }) => id));
      if (late.size === 0) await promises.expectGatesBetweenWaves(world, chronicle, decidedAt);
      await expectTruthOrTakenBack(play, jobId);
      await afterEnd(play, afterwards);
      expect(world.stores.holds.all()).toEqual([]);
      await promises.expectWavesInOrder(world, late);
      promises.expectFreezesKept(world, chronicle);
      promises.expectNoneOfADeprecatedVersion(world, chronicle);
      for (const id of await promises.jobsOf(world, [jobId, retryId])) {
        await promises.expectATrail(world, id);
        await promises.expectApproved(world, id);
      }
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
