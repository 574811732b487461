import type { Job } from '../job.ts';
import { eventOf } from '../job-event.ts';
import type { Jobs } from '../ports.ts';

/**
 * Writes a job that was read as `before`, with an event where its state changed. The newest event lives in the job itself, so that no
 * crash can separate the two; the one before it, which is true for good by then, is put beside the job first.
 * @param by the subject of whoever asked for it; null where the job goes on by itself
 * @throws ConcurrentWrite
 */
export async function saveJob(jobs: Jobs, before: Job, after: Job, by: string | null, now: Date): Promise<Job> {
  const event = eventOf(before, after, by, now);
  if (event === undefined) return jobs.save(after);
  await jobs.keepEvent(before.id, before.lastEvent);
  return jobs.save({ ...after, lastEvent: event });
}
