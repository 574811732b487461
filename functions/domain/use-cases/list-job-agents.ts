import type { Batches, Jobs } from '../ports.ts';
import { type AgentResult, agentResults } from '../results.ts';
import { TARGETS_PER_CHUNK } from '../rollout.ts';
import { batchesOf } from './batches-of.ts';
import { findJob } from './find-job.ts';

/**
 * A page of a job's agents in the caller's order, from agent number `offset` on. A page ends at the latest with the stored
 * chunk of 250 that it begins in, so that it reads one chunk and the batches of that chunk.
 */
export async function listJobAgents(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  jobId: string,
  offset: number,
  limit: number,
): Promise<{ readonly items: readonly AgentResult[]; readonly nextOffset: number | null }> {
  const job = await findJob(ports.jobs, jobId);
  if (offset >= job.targetCount) return { items: [], nextOffset: null };
  const chunk = await ports.jobs.targetChunk(job.id, Math.floor(offset / TARGETS_PER_CHUNK));
  const batches = await batchesOf(ports.batches, job.id, chunk);
  const start = offset % TARGETS_PER_CHUNK;
  const items = agentResults(job, [chunk], batches).slice(start, start + limit);
  const next = offset + items.length;
  return { items, nextOffset: next < job.targetCount ? next : null };
}
