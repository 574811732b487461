import { ConcurrentWrite, Refusal } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Batches, Commands, Jobs, Waker } from '../ports.ts';
import { type SteeringAction, steer } from '../steer.ts';
import { tallyOf } from '../threshold.ts';
import { findJob } from './find-job.ts';
import { saveJob } from './save-job.ts';
import { cancelCommands } from './settle-batch.ts';

export interface SteeringPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly commands: Commands;
  readonly waker: Waker;
}

/** The workflow writes its job, too: a call that comes at that moment is simply made again on what is stored then. */
const TRIES = 5;

/** Commands cancelled at the same time. */
const AT_ONCE = 10;

/**
 * Writes the job first and wakes its workflow then, so that whoever is woken sees what was decided. Of two calls at once one wins,
 * and the other is judged by what the first one made of the job.
 * @throws Refusal
 */
export async function steerJob(
  ports: SteeringPorts,
  jobId: string,
  action: SteeringAction,
  subject: string,
  now: Date,
): Promise<Job> {
  const job = await write(ports, jobId, action, subject, now, TRIES);
  if (job.waitToken !== null) await ports.waker.wake(job.waitToken);
  if (action === 'cancel') await cancelWhatIsUnderWay(ports, job);
  return job;
}

async function write(
  ports: SteeringPorts,
  jobId: string,
  action: SteeringAction,
  subject: string,
  now: Date,
  tries: number,
): Promise<Job> {
  const job = await findJob(ports.jobs, jobId);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  try {
    return await saveJob(ports.jobs, job, steer(job, { action, subject, tally: tallyOf(batches), now }), subject, now);
  } catch (error) {
    if (!(error instanceof ConcurrentWrite)) throw error;
    if (tries === 1)
      throw new Refusal('conflict', 'CHANGED_MEANWHILE', 'The job changes all the time; look at it and try again.');
    return write(ports, jobId, action, subject, now, tries - 1);
  }
}

/** A batch that is being sent right now is not seen here: settling cancels it. */
async function cancelWhatIsUnderWay(ports: SteeringPorts, job: Job): Promise<void> {
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const sent = batches.filter(({ state }) => state === 'sent');
  for (let first = 0; first < sent.length; first += AT_ONCE) {
    await Promise.all(sent.slice(first, first + AT_ONCE).map((batch) => cancelCommands(ports, batch)));
  }
}
