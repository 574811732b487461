import type { AgentType } from '../agent-type.ts';
import { newBatch } from '../batch.ts';
import { BrokenInvariant } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Agents, Batches, Catalogue, Jobs } from '../ports.ts';
import {
  batchSize,
  countBatches,
  extendWaveEnds,
  planTargets,
  TARGETS_PER_CHUNK,
  type Target,
  type TargetDecision,
  wavesOf,
} from '../rollout.ts';
import { expandTargets } from './expand-targets.ts';
import { loadJob } from './load-job.ts';

export interface PlanningPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly catalogue: Catalogue;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
}

/** Chunks planned in one call: 2,000 targets take some seconds, far from the function's time limit. */
const CHUNKS_IN_A_CALL = 8;

/**
 * Plans the next targets of the job. Repeatable at any point: a chunk's decisions are stored once and everything else follows
 * from them, so whoever comes second reads them and completes the rest. `waves` is written last: nothing is sent before.
 */
export async function planRollout(ports: PlanningPorts, jobId: string): Promise<{ readonly next: 'plan' | 'decide' }> {
  let job = await loadJob(ports.jobs, jobId);
  if (job.plan.waves !== null || job.gate.state === 'closed') return { next: 'decide' };
  if (!job.plan.expanded) return expandMore(ports, job);
  const chunks = Math.ceil(job.targetCount / TARGETS_PER_CHUNK);
  const until = Math.min(chunks, job.plan.chunks + CHUNKS_IN_A_CALL);
  for (let chunk = job.plan.chunks; chunk < until; chunk++) {
    job = { ...job, plan: extendPlan(job, chunk, await planChunk(ports, job, chunk)) };
  }
  const complete = until === chunks;
  const waves = complete ? wavesOf(job.plan.waveEnds) : null;
  await ports.jobs.save({ ...job, plan: { ...job.plan, waves } });
  return { next: complete ? 'decide' : 'plan' };
}

/** Finds targets until all are known. What a rollback is about is known once its parent has ended: deciding waits for that. */
async function expandMore(ports: PlanningPorts, job: Job): Promise<{ readonly next: 'plan' | 'decide' }> {
  if (job.parentJobId !== null && (await loadJob(ports.jobs, job.parentJobId)).phase !== 'done')
    return { next: 'decide' };
  await ports.jobs.save(await expandTargets(ports, job));
  return { next: 'plan' };
}

function extendPlan({ plan, rollout }: Job, chunk: number, decisions: readonly TargetDecision[]): Job['plan'] {
  const sizes = rollout.waves.map(({ size }) => size);
  return {
    ...plan,
    chunks: chunk + 1,
    batches: plan.batches + countBatches(decisions),
    waveEnds: extendWaveEnds(plan.waveEnds, decisions, chunk * TARGETS_PER_CHUNK, sizes),
  };
}

async function planChunk(ports: PlanningPorts, job: Job, chunk: number): Promise<readonly TargetDecision[]> {
  const { targets, versions, decisions: stored } = await ports.jobs.targetChunk(job.id, chunk);
  const aims = targets.map((agentUuid, index) => ({
    agentUuid,
    version: versions === null ? job.targetVersion : (versions[index] ?? null),
  }));
  const decisions =
    stored ?? (await ports.jobs.decideTargets(job.id, chunk, await decideChunk(ports, job, chunk, aims)));
  const batches = Map.groupBy(pairs(targets, decisions), ({ decision }) => decision.batch);
  await Promise.all(
    [...batches].map(([number, members]) => {
      const agents = members.map(({ agentUuid, decision: { node, oldVersion } }) => ({ agentUuid, node, oldVersion }));
      return ports.batches.create(newBatch(job.id, number, kindOf(members), agents));
    }),
  );
  return decisions;
}

async function decideChunk(
  ports: PlanningPorts,
  job: Job,
  chunk: number,
  targets: readonly Target[],
): Promise<TargetDecision[]> {
  const agents = await ports.agents.getMany(targets.map(({ agentUuid }) => agentUuid));
  const types = [...new Set([...agents.values()].map(({ agentType }) => agentType))];
  const found = await Promise.all(types.map((type) => ports.catalogue.get(type, job.targetVersion)));
  const published = new Set(found.flatMap((version) => (version === undefined ? [] : [version.agentType])));
  return planTargets(
    targets,
    { agents, agentTypes: ports.agentTypes, published },
    {
      action: job.action,
      hasArtifact: job.artifact !== null,
      allowDowngrade: job.allowDowngrade,
      batchSize: batchSize(job.targetCount, job.rollout.concurrency),
      tagLimit: job.rollout.concurrencyPerTag,
      firstBatch: job.plan.batches,
      firstTarget: chunk * TARGETS_PER_CHUNK,
      waveSizes: job.rollout.waves.map(({ size }) => size),
    },
  );
}

/** All members of a batch are of one kind. */
function kindOf(members: readonly { readonly decision: BatchDecision }[]) {
  const [first] = members;
  if (first === undefined) throw new BrokenInvariant('A batch has no members.');
  const { agentType, version, lane } = first.decision;
  return { agentType, targetVersion: version, lane };
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
