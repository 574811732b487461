import type { Schemas } from '../../client/client.ts';
import type { Session } from '../connection/session.ts';
import { jobText } from '../show/job.ts';
import { say, show } from '../show/results.ts';
import { codeOf, watch } from '../watch.ts';

type Job = Schemas['Job'];

/** Shows a job that was just made or changed: at its end where that is waited for, else as it is, with how to follow it. */
export async function showJob(session: Session, job: Job, wait: boolean): Promise<number | undefined> {
  if (!wait) {
    show(session, job, jobText);
    if (job.completedAt === null) say(session, `To watch it: fleet job ${job.id} --watch`);
    return undefined;
  }
  if (job.completedAt === null) say(session, `Watching ${job.id}; Ctrl-C ends the watching alone.`);
  const ended = await watch(session, job);
  show(session, ended, jobText);
  return codeOf(ended);
}
