import type { AgentType } from '../agent-type.ts';
import { newBatch } from '../batch.ts';
import { reportsOf } from '../catalogue.ts';
import { BrokenInvariant } from '../errors.ts';
import type { Job } from '../job.ts';
import { kindOfJob, type Metrics } from '../metrics.ts';
import type { Network } from '../network.ts';
import { chainPlan, type PlannedChunk } from '../plan-hash.ts';
import type { Agents, Batches, Catalogue, Jobs, Plans, TargetChunk } from '../ports.ts';
import {
  batchSize,
  countBatches,
  extendWaveEnds,
  planTargets,
  TARGETS_PER_CHUNK,
  type Target,
  type TargetDecision,
} from '../rollout.ts';
import { completePlan } from './complete-plan.ts';
import { expandTargets } from './expand-targets.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';

export interface PlanningPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly catalogue: Catalogue;
  readonly plans: Plans;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  /** Does the deployment ask for a checksum of every artifact that is not signed? */
  readonly requireChecksum: boolean;
  /** The deployment's, of which the first that an agent fits counts. */
  readonly networks: readonly Network[];
  readonly metrics: Metrics;
}

/** Chunks planned in one call: 2,000 targets take some seconds, far from the function's time limit. */
const CHUNKS_IN_A_CALL = 8;

/**
 * Plans the next targets of the job. Repeatable at any point: a chunk's decisions are stored once and everything else follows
 * from them, so whoever comes second reads them and completes the rest. `waves` is written last: nothing is sent before.
 */
export async function planRollout(
  ports: PlanningPorts,
  jobId: string,
  now: Date,
): Promise<{ readonly next: 'plan' | 'decide' }> {
  const stored = await loadJob(ports.jobs, jobId);
  let job = stored;
  if (job.plan.waves !== null || job.gate.state === 'closed') return { next: 'decide' };
  if (!job.plan.expanded) return expandMore(ports, job);
  const chunks = Math.ceil(job.targetCount / TARGETS_PER_CHUNK);
  const until = Math.min(chunks, job.plan.chunks + CHUNKS_IN_A_CALL);
  for (let chunk = job.plan.chunks; chunk < until; chunk++) {
    job = { ...job, plan: extendPlan(job, chunk, await planChunk(ports, job, chunk)) };
  }
  const complete = until === chunks;
  const planned = complete ? await completePlan(ports, job, now) : job;
  await saveJob(ports.jobs, stored, planned, null, now);
  if (complete) ports.metrics.add('JobsStarted', 1, { kind: kindOfJob(job) });
  return { next: complete ? 'decide' : 'plan' };
}

/** Finds targets until all are known. What a rollback is about is known once its parent has ended: deciding waits for that. */
async function expandMore(ports: PlanningPorts, job: Job): Promise<{ readonly next: 'plan' | 'decide' }> {
  if (job.parentJobId !== null && (await loadJob(ports.jobs, job.parentJobId)).phase !== 'done')
    return { next: 'decide' };
  await ports.jobs.save(await expandTargets(ports, job));
  return { next: 'plan' };
}

/** The job's plan with one more chunk. */
export function extendPlan(job: Job, chunk: number, planned: PlannedChunk): Job['plan'] {
  const { plan, rollout } = job;
  const { decisions } = planned;
  const sizes = rollout.waves.map(({ size }) => size);
  return {
    ...plan,
    chunks: chunk + 1,
    batches: plan.batches + countBatches(decisions),
    waveEnds: extendWaveEnds(plan.waveEnds, decisions, chunk * TARGETS_PER_CHUNK, sizes),
    digest: chainPlan(plan.digest, job, planned),
  };
}

async function planChunk(ports: PlanningPorts, job: Job, chunk: number): Promise<PlannedChunk> {
  const found = await ports.jobs.targetChunk(job.id, chunk);
  const { targets } = found;
  const decisions =
    found.decisions ?? (await ports.jobs.decideTargets(job.id, chunk, await decideChunk(ports, job, chunk, found)));
  const batches = Map.groupBy(pairs(targets, decisions), ({ decision }) => decision.batch);
  await Promise.all(
    [...batches].map(async ([number, members]) => {
      const agents = members.map(({ agentUuid, decision: { node, oldVersion } }) => ({ agentUuid, node, oldVersion }));
      return ports.batches.create(newBatch(job.id, number, await kindOf(ports, job, members), agents));
    }),
  );
  return { targets, decisions };
}

export type DecidingPorts = Pick<PlanningPorts, 'agents' | 'catalogue' | 'agentTypes' | 'requireChecksum' | 'networks'>;

/** What planning decides for a chunk's targets behind those that the job's plan has so far. Stores nothing. */
export async function decideChunk(
  ports: DecidingPorts,
  job: Job,
  chunk: number,
  { targets: names, versions }: Pick<TargetChunk, 'targets' | 'versions'>,
): Promise<TargetDecision[]> {
  const targets: readonly Target[] = names.map((agentUuid, index) => ({
    agentUuid,
    version: versions === null ? job.targetVersion : (versions[index] ?? null),
  }));
  const agents = await ports.agents.getMany(targets.map(({ agentUuid }) => agentUuid));
  const types = [...new Set([...agents.values()].map(({ agentType }) => agentType))];
  const found = await Promise.all(types.map((type) => ports.catalogue.get(type, job.targetVersion)));
  const published = new Map(found.flatMap((version) => (version === undefined ? [] : [[version.agentType, version]])));
  return planTargets(
    targets,
    { agents, agentTypes: ports.agentTypes, published, requireChecksum: ports.requireChecksum },
    {
      job,
      batchSize: batchSize(job.targetCount, job.rollout.concurrency),
      tagLimit: job.rollout.concurrencyPerTag,
      networks: ports.networks,
      firstBatch: job.plan.batches,
      firstTarget: chunk * TARGETS_PER_CHUNK,
      waveSizes: job.rollout.waves.map(({ size }) => size),
    },
  );
}

/** All members of a batch are of one kind. */
async function kindOf(ports: DecidingPorts, job: Job, members: readonly { readonly decision: BatchDecision }[]) {
  const [first] = members;
  if (first === undefined) throw new BrokenInvariant('A batch has no members.');
  const { agentType, version, lane, network } = first.decision;
  const recipe = ports.agentTypes.get(agentType)?.recipe;
  if (recipe === undefined)
    throw new BrokenInvariant(`The agent type ${agentType} went away while ${job.id} was planned.`);
  const published = job.artifact === null ? await ports.catalogue.get(agentType, version) : undefined;
  return { agentType, recipe, targetVersion: version, reports: reportsOf(version, published), lane, network };
}

type BatchDecision = Extract<TargetDecision, { kind: 'batch' }>;

function pairs(
  targets: readonly string[],
  decisions: readonly TargetDecision[],
): { agentUuid: string; decision: BatchDecision }[] {
  return targets.flatMap((agentUuid, index) => {
    const decision = decisions[index];
    return decision?.kind === 'batch' ? [{ agentUuid, decision }] : [];
  });
}
