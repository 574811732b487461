import { toCursor } from './adapters/dynamo-table.ts';
import type { Cursors, ListCursors } from './cursors.ts';
import type { AgentType } from './domain/agent-type.ts';
import type { Batch } from './domain/batch.ts';
import { estimateOf } from './domain/estimate.ts';
import { etaSeconds } from './domain/eta.ts';
import type { Job } from './domain/job.ts';
import type { Batches, Jobs, TargetChunk } from './domain/ports.ts';
import { type AgentResult, agentResults, isIncluded, progressOf } from './domain/results.ts';
import { MOST_TARGETS } from './domain/upgrade-request.ts';
import { lineageAnswer } from './lineage-answer.ts';
import { LARGEST_PAGE } from './queries/query.ts';

/** Agents of a job, in the order in which they were named. */
export interface AgentsPage {
  readonly offset: number;
  readonly limit: number;
}

/**
 * A job as the API answers it: the original API's fields with their values, and additions that only add fields.
 * @param page which of its agents are wanted; all of them, as far as they fit, unless given
 * @param takenBack the batches that tell which kinds of agents a rollback is about, where they are not the job's own
 */
export function jobAnswer(
  job: Job,
  chunks: readonly TargetChunk[],
  batches: readonly Batch[],
  { agentTypes, cursors }: Pick<AnswerPorts, 'agentTypes' | 'cursors'>,
  now: Date,
  page?: AgentsPage,
  takenBack = batches,
) {
  const agents = agentResults(job, chunks, batches);
  const own = cursors.ofJobAgents(job.id);
  return {
    id: job.id,
    targetVersion: job.targetVersion,
    ...(page === undefined ? firstAgents(agents.filter(isIncluded), own) : pageOf(agents, page, own)),
    excluded: agents.filter((agent) => !isIncluded(agent)).slice(0, MOST_TARGETS),
    status: job.status,
    simulated: job.simulated,
    createdAt: job.createdAt,
    completedAt: job.completedAt,
    phase: job.phase,
    reason: job.reason,
    progress: { ...progressOf(agents), etaSeconds: etaSeconds(job, batches, now) },
    waves: wavesOf(job),
    detail: job.gate.state === 'open' ? job.detail : job.gate.detail,
    requestedBy: job.requestedBy,
    note: job.note,
    changeTicket: job.changeTicket,
    planHash: job.planHash,
    ...(job.simulated && { estimate: estimateOf(job, batches) }),
    ...lineageAnswer(job, agents, takenBack, agentTypes),
  };
}

/** All agents up to 10,000, which is what a request may name; of more, the first page, with the cursor under which the job's own list of agents goes on. */
function firstAgents(agents: readonly AgentResult[], cursors: ListCursors) {
  if (agents.length <= MOST_TARGETS) return { agents, nextCursor: null };
  return { agents: agents.slice(0, LARGEST_PAGE), nextCursor: cursors.seal(toCursor({ offset: LARGEST_PAGE })) };
}

function pageOf(agents: readonly AgentResult[], { offset, limit }: AgentsPage, cursors: ListCursors) {
  const end = offset + limit;
  const next = end < agents.length ? toCursor({ offset: end }) : null;
  return { agents: agents.slice(offset, end).filter(isIncluded), nextCursor: cursors.seal(next) };
}

/** The waves as they were planned; the first of several has a failure threshold of its own. */
function wavesOf({ rollout }: Job) {
  const { waves, canaryThreshold, failureThreshold } = rollout;
  return waves.map(({ size, bakeSeconds }, index) => ({
    number: index + 1,
    agents: size,
    bakeSeconds,
    failureThreshold: index === 0 && waves.length > 1 ? canaryThreshold : failureThreshold,
  }));
}

export interface AnswerPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly cursors: Cursors;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
}

/** The same, read as it is stored now. */
export async function readJobAnswer(ports: AnswerPorts, job: Job, now: Date, page?: AgentsPage) {
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const takenBack = await batchesTakenBack(ports, job);
  return jobAnswer(job, await ports.jobs.targetChunks(job), batches, ports, now, page, takenBack);
}

/** Before a rollback has found its agents, it is its parent that tells what kinds of agents they will be. */
async function batchesTakenBack({ jobs, batches }: AnswerPorts, job: Job): Promise<readonly Batch[] | undefined> {
  if (job.source.kind !== 'rollback' || job.plan.waves !== null || job.parentJobId === null) return undefined;
  const parent = await jobs.get(job.parentJobId);
  return parent && batches.list(parent.id, 0, parent.plan.batches);
}
