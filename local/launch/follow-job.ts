import type { Clock } from '../clock.ts';
import type { FleetApi } from './fleet-api.ts';
import type { UpgradeJob } from './upgrade-job.ts';

export interface Following {
  readonly api: Pick<FleetApi, 'job'>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** How a job's progress is said: a line for each change of it. */
  readonly line: (job: UpgradeJob) => string;
}

const POLL_MS = 250;

/**
 * Follows a job as a caller from outside would, saying each change of its progress, until `enough` holds of it or it has ended.
 * Answers the job as it is then.
 */
export async function followJob(
  { api, clock, say, line }: Following,
  first: UpgradeJob,
  enough: (job: UpgradeJob) => boolean = () => false,
): Promise<UpgradeJob> {
  let job = first;
  let said = '';
  for (;;) {
    const news = line(job);
    if (news !== said) say(news);
    said = news;
    if (job.completedAt !== null || enough(job)) return job;
    await new Promise<void>((resolve) => clock.schedule(POLL_MS, resolve));
    job = await api.job(job.id);
  }
}
