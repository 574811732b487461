import type { Caller } from '../fence.ts';
import type { Job } from '../job.ts';
import type { Batches, Commands, Jobs, Waker } from '../ports.ts';
import { type SteeringAction, steer } from '../steer.ts';
import { tallyOf } from '../threshold.ts';
import { findJobToSteer } from './find-job.ts';
import { resultsIn } from './results-of.ts';
import { saveJob } from './save-job.ts';
import { cancelCommands } from './settle-batch.ts';
import { whileOthersWrite } from './while-others-write.ts';

export interface SteeringPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly commands: Commands;
  readonly waker: Waker;
}

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
  caller: Caller,
  now: Date,
): Promise<Job> {
  const job = await whileOthersWrite(() => write(ports, jobId, action, caller, now));
  if (job.waitToken !== null) await ports.waker.wake(job.waitToken);
  if (action === 'cancel') await cancelWhatIsUnderWay(ports, job);
  return job;
}

async function write(
  ports: SteeringPorts,
  jobId: string,
  action: SteeringAction,
  caller: Caller,
  now: Date,
): Promise<Job> {
  const { subject, fence } = caller;
  const job = await findJobToSteer(ports.jobs, jobId, fence);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const results = await resultsIn(ports.jobs, job, batches);
  const steered = steer(job, { action, subject, tally: tallyOf(batches), results, now });
  return saveJob(ports.jobs, job, steered, subject, now);
}

/** A batch that is being sent right now is not seen here: settling cancels it. */
export async function cancelWhatIsUnderWay(
  ports: Pick<SteeringPorts, 'batches' | 'commands'>,
  job: Job,
): Promise<void> {
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const sent = batches.filter(({ state }) => state === 'sent');
  for (let first = 0; first < sent.length; first += AT_ONCE) {
    await Promise.all(sent.slice(first, first + AT_ONCE).map((batch) => cancelCommands(ports, batch)));
  }
}
