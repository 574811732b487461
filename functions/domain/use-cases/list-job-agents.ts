import type { Fence } from '../fence.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { isWantedResult, type ResultFilter } from '../result-filter.ts';
import { type AgentResult, agentResults } from '../results.ts';
import { TARGETS_PER_CHUNK } from '../rollout.ts';
import { batchesOf } from './batches-of.ts';
import { findJob } from './find-job.ts';

interface ListingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
}

/** Stored chunks read for one page, 2,000 agents: where no batch has more than one agent 8 MB at most, in some 100 queries. */
const MOST_CHUNKS = 8;

/**
 * A page of a job's agents in the caller's order, those for which the filter holds, from agent number `offset` on. A page ends once it is
 * full, or once 2,000 agents were looked at; then also with few agents, or none.
 * @throws Refusal where there is no such job
 */
export async function listJobAgents(
  ports: ListingPorts,
  jobId: string,
  fence: Fence | null,
  filter: ResultFilter,
  offset: number,
  limit: number,
): Promise<{ readonly items: readonly AgentResult[]; readonly nextOffset: number | null }> {
  const job = await findJob(ports.jobs, jobId, fence);
  const items: AgentResult[] = [];
  let next = offset;
  for (let chunks = 0; chunks < MOST_CHUNKS && items.length < limit && next < job.targetCount; chunks++) {
    for (const result of await resultsFrom(ports, job, next)) {
      if (items.length === limit) break;
      if (isWantedResult(filter, result)) items.push(result);
      next++;
    }
  }
  return { items, nextOffset: next < job.targetCount ? next : null };
}

/** From agent number `offset` on what its chunk has. */
async function resultsFrom({ jobs, batches }: ListingPorts, job: Job, offset: number): Promise<readonly AgentResult[]> {
  const chunk = await jobs.targetChunk(job.id, Math.floor(offset / TARGETS_PER_CHUNK));
  return agentResults(job, [chunk], await batchesOf(batches, job.id, chunk)).slice(offset % TARGETS_PER_CHUNK);
}
