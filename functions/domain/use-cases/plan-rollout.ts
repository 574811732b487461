import type { AgentType } from '../agent-type.ts';
import { newBatch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Agents, Batches, Catalogue, Jobs } from '../ports.ts';
import {
  batchSize,
  countBatches,
  extendWaveEnds,
  planTargets,
  TARGETS_PER_CHUNK,
  type TargetDecision,
  wavesOf,
} from '../rollout.ts';
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
  const chunks = Math.ceil(job.targetCount / TARGETS_PER_CHUNK);
  if (job.plan.waves !== null || job.gate.state === 'closed') return { next: 'decide' };
  const until = Math.min(chunks, job.plan.chunks + CHUNKS_IN_A_CALL);
  for (let chunk = job.plan.chunks; chunk < until; chunk++) {
    job = { ...job, plan: extendPlan(job, chunk, await planChunk(ports, job, chunk)) };
  }
  const complete = until === chunks;
  const waves = complete ? wavesOf(job.plan.waveEnds) : null;
  await ports.jobs.save({ ...job, plan: { ...job.plan, waves } });
  return { next: complete ? 'decide' : 'plan' };
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
  const { targets, decisions: stored } = await ports.jobs.targetChunk(job.id, chunk);
  const decisions =
    stored ?? (await ports.jobs.decideTargets(job.id, chunk, await decideChunk(ports, job, chunk, targets)));
  const batches = Map.groupBy(pairs(targets, decisions), ({ decision }) => decision.batch);
  await Promise.all(
    [...batches].map(([number, members]) => {
      const agentType = members[0]?.decision.agentType ?? '';
      const agents = members.map(({ agentUuid, decision }) => ({ agentUuid, node: decision.node }));
      return ports.batches.create(newBatch(job.id, number, agentType, agents));
    }),
  );
  return decisions;
}

async function decideChunk(
  ports: PlanningPorts,
  job: Job,
  chunk: number,
  targets: readonly string[],
): Promise<TargetDecision[]> {
  const agents = await ports.agents.getMany(targets);
  const types = [...new Set([...agents.values()].map(({ agentType }) => agentType))];
  const found = await Promise.all(types.map((type) => ports.catalogue.get(type, job.targetVersion)));
  const published = new Set(found.flatMap((version) => (version === undefined ? [] : [version.agentType])));
  return planTargets(
    targets,
    { agents, agentTypes: ports.agentTypes, published },
    {
      targetVersion: job.targetVersion,
      allowDowngrade: job.allowDowngrade,
      batchSize: batchSize(job.targetCount, job.rollout.concurrency),
      firstBatch: job.plan.batches,
      firstTarget: chunk * TARGETS_PER_CHUNK,
      waveSizes: job.rollout.waves.map(({ size }) => size),
    },
  );
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
