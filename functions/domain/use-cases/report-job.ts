import type { Fence } from '../fence.ts';
import type { Batches, Jobs } from '../ports.ts';
import { type Report, type ReportedAgent, reportedAgents, reportOf } from '../report.ts';
import { agentResults } from '../results.ts';
import { findJob } from './find-job.ts';

/** A report with a page of the job's agents. */
export interface ReportPage {
  readonly report: Report;
  readonly agents: readonly ReportedAgent[];
  /** Of all agents of the job, as far as they are known, the number of the first one in `agents`. */
  readonly offset: number;
  readonly targetCount: number;
}

/**
 * The report of a job as it is now, with `limit` of its agents from number `offset` on. The job is read first: nothing changes behind one
 * that is done, so that what is final is so as a whole.
 * @throws Refusal where there is no such job
 */
export async function reportJob(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  jobId: string,
  fence: Fence | null,
  offset: number,
  limit: number,
  now: Date,
): Promise<ReportPage> {
  const job = await findJob(ports.jobs, jobId, fence);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const results = agentResults(job, await ports.jobs.targetChunks(job), batches);
  const agents = reportedAgents(job, results, offset, limit);
  return { report: reportOf(job, results, batches, now), agents, offset, targetCount: results.length };
}
