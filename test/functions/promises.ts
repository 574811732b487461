import { expect } from '@jest/globals';
import { rollbackIdOf, takesUp } from '../../functions/domain/lineage.ts';
import { jobId } from '../fixtures.ts';
import type { Chronicle, Span } from './chronicle.ts';
import { retryId, type WorkflowWorld } from './workflow-world.ts';

/* What a job promises, whatever happens: checked on what was sent, on the nodes, on the answers and on the audit trail. */

/** The upgrades that a job has sent, or with the common beginning of their ids all jobs. */
export const packages = (world: WorkflowWorld, id: string = jobId) =>
  world.host.visibleCommands().filter(({ comment }) => comment.startsWith(id) && !comment.endsWith('/report'));

const ALL_JOBS = 'upgrade-job-';

/** The same, one entry for each node. */
const sentBy = (world: WorkflowWorld, id: string) =>
  packages(world, id).flatMap(({ requestedAt, invocations }) =>
    invocations.map(({ instanceId, endedAt }) => ({ instanceId, requestedAt, endedAt })),
  );

const isWithin = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ from, until }) => at > from && at < until);

/** Every agent's outcome is what its node says; `version` is the one that a success means. */
export async function expectTheTruth(world: WorkflowWorld, id: string, version: string): Promise<void> {
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
export async function expectLineage(world: WorkflowWorld, parentId: string, id: string): Promise<void> {
  const [parent, child] = [await world.job(parentId), await world.job(id)];
  const { source } = await world.storedJob(id);
  const about = parent.agents.filter((agent) => takesUp({ source }, agent)).map(({ agentUuid }) => agentUuid);
  const found = child.agents.map(({ agentUuid }) => agentUuid);
  // So many crashes in a row end a job, perhaps before it has found its agents.
  expect(found).toEqual(child.reason === 'WORKFLOW_FAILED' && found.length === 0 ? [] : about);
  const ended = new Date(parent.completedAt ?? 0).getTime();
  const early = packages(world, id).filter(({ requestedAt }) => requestedAt < ended);
  expect(early.map(({ comment }) => comment)).toEqual([]);
}

/** Under a freeze no job sends anything that it covers. */
export function expectFreezesKept(world: WorkflowWorld, { freezes, siteFreezes }: Chronicle): void {
  const sent = sentBy(world, ALL_JOBS);
  expect(sent.filter(({ requestedAt }) => isWithin(freezes, requestedAt))).toEqual([]);
  const ofTheSite = sent.filter(({ instanceId }) => world.siteOf(instanceId) === 'a');
  expect(ofTheSite.filter(({ requestedAt }) => isWithin(siteFreezes, requestedAt))).toEqual([]);
}

/** While its version is deprecated no job brings an agent to it; whoever takes agents back may. */
export function expectNoneOfADeprecatedVersion(world: WorkflowWorld, { deprecations }: Chronicle): void {
  const ids = [jobId, retryId];
  const sent = ids.flatMap((id) => sentBy(world, id));
  expect(sent.filter(({ requestedAt }) => isWithin(deprecations, requestedAt))).toEqual([]);
}

/** What shuts the gate of a job, until somebody resumes it. */
const SHUT: ReadonlySet<string> = new Set([
  'PAUSED',
  'CANCELLED',
  'ROLLED_BACK',
  'FAILURE_THRESHOLD',
  'WAVE_VANISHED',
  'ALARM',
  'ALARM_UNREADABLE',
  'WORKFLOW_FAILED',
  'WORKFLOW_LOST',
]);

/** The audit trail has no gaps and ends with the job, and nothing was sent between an entry that shuts the gate and one that opens it. */
export async function expectATrail(world: WorkflowWorld, id: string): Promise<void> {
  const events = await world.events(id);
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
  expect(events[0]).toMatchObject({ reason: 'SUBMITTED', phase: 'planning', by: 'operator' });
  expect(events.at(-1)).toMatchObject({ phase: 'done' });
  const shut: Span[] = [];
  let from: number | undefined;
  for (const { reason, at } of events) {
    const time = new Date(at).getTime();
    if (SHUT.has(reason)) from ??= time;
    if (reason !== 'RESUMED' || from === undefined) continue;
    shut.push({ from, until: time });
    from = undefined;
  }
  if (from !== undefined) shut.push({ from, until: Number.POSITIVE_INFINITY });
  // The trail counts in whole milliseconds, the clock in parts of them.
  const sent = packages(world, id).filter(({ requestedAt }) => isWithin(shut, Math.floor(requestedAt)));
  expect(sent.map(({ comment }) => comment)).toEqual([]);
}

/** Nothing is sent before somebody approved it, where somebody has to; after the canary, nothing behind its wave. */
export async function expectApproved(world: WorkflowWorld, id: string): Promise<void> {
  const { rollout, approved } = await world.storedJob(id);
  if (rollout.approval === null) return;
  const since = approved === null ? Number.POSITIVE_INFINITY : new Date(approved.at).getTime();
  const early = sentBy(world, id).filter(({ requestedAt }) => requestedAt < since);
  if (rollout.approval === 'start') return expect(early).toEqual([]);
  if (id !== jobId) return; // Whose agents are others than the first ones of the world.
  expect(early.filter(({ instanceId }) => waveOf(world, instanceId, rollout.waves) > 0)).toEqual([]);
}

/**
 * The node of agent number n is in the wave in which target n is: no command of a wave is sent before all of the one before have ended
 * and baked. No wave waits for a node that is late.
 */
export async function expectWavesInOrder(world: WorkflowWorld, late: ReadonlySet<string>): Promise<void> {
  const { waves } = (await world.storedJob()).rollout;
  const sent = sentBy(world, jobId)
    .filter(({ instanceId }) => !late.has(instanceId))
    .map((each) => ({ ...each, wave: waveOf(world, each.instanceId, waves) }));
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

/**
 * No wave begins where those before it failed too much, unless somebody resumed the job, nor while an alarm of the job fires or cannot be
 * read. Only where no node is late: one that is sends its wave's first command, or fails, at any time.
 * @param decidedAt when it was decided what the job does next, in order
 */
export async function expectGatesBetweenWaves(
  world: WorkflowWorld,
  { alarms }: Chronicle,
  decidedAt: readonly number[],
): Promise<void> {
  const { rollout } = await world.storedJob();
  const { agents } = await world.job();
  const isResumed = (await world.events()).some(({ reason }) => reason === 'RESUMED');
  const sent = sentBy(world, jobId).map(({ instanceId, requestedAt }) => ({
    wave: waveOf(world, instanceId, rollout.waves),
    status: agents[world.nodes.findIndex(({ id }) => id === instanceId)]?.status,
    instanceId,
    requestedAt,
  }));
  const begun = [...new Set(sent.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  for (const [nth, wave] of begun.entries()) {
    const first = Math.min(...sent.filter((each) => each.wave === wave).map(({ requestedAt }) => requestedAt));
    const decided = decidedAt.findLast((time) => time <= first) ?? 0;
    if (rollout.alarms.length > 0)
      expect({ wave, first, isLoud: isWithin(alarms, decided) }).toMatchObject({ isLoud: false });
    if (nth === 0 || isResumed) continue;
    const before = new Map(
      sent.filter((each) => each.wave < wave).map(({ instanceId, status }) => [instanceId, status]),
    );
    const failed = [...before.values()].filter((status) => status === 'failed').length;
    const threshold = nth === 1 ? rollout.canaryThreshold : rollout.failureThreshold;
    const borne = typeof threshold === 'number' ? threshold : (before.size * Number.parseFloat(threshold)) / 100;
    expect({ wave, failed, threshold, isBorne: failed <= borne }).toMatchObject({ isBorne: true });
  }
}

/** All jobs that there are: the first one, the one that retries it, and those that take back either. */
export async function jobsOf(world: WorkflowWorld, ids: readonly string[]): Promise<string[]> {
  const all = ids.flatMap((id) => [id, rollbackIdOf(id)]);
  const found = await Promise.all(all.map((id) => world.stores.jobs.get(id)));
  return all.filter((_, index) => found[index] !== undefined);
}
