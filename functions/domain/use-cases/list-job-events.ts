import type { Fence } from '../fence.ts';
import type { JobEvent } from '../job-event.ts';
import type { Jobs } from '../ports.ts';
import { findJob } from './find-job.ts';

/** A page of a job's audit trail, oldest first, from event number `from` on. @throws Refusal where there is no such job */
export async function listJobEvents(
  jobs: Jobs,
  jobId: string,
  fence: Fence | null,
  from: number,
  limit: number,
): Promise<{ readonly items: readonly JobEvent[]; readonly next: number | null }> {
  const { lastEvent } = await findJob(jobs, jobId, fence);
  const kept = await jobs.keptEvents(jobId, from, limit);
  const before = kept.filter(({ number }) => number < lastEvent.number);
  const isIn = lastEvent.number >= from && before.length < limit;
  const items = isIn ? [...before, lastEvent] : before;
  const next = (items.at(-1)?.number ?? lastEvent.number) + 1;
  return { items, next: next > lastEvent.number ? null : next };
}
