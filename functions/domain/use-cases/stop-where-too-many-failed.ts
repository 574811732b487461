import { type Batch, isDone } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { MOST_INLINE_BATCHES } from '../rollout.ts';
import { type Crossing, crossing, crossingOfTallies, isInCanary, stopForFailures, tallyOf } from '../threshold.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { whileOthersWrite } from './while-others-write.ts';

interface StoppingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
}

/**
 * Shuts the gate before the failure that crosses the threshold is written, so that a repeat after a crash in between shuts it too.
 * Answers the job as it is then.
 */
export async function stopWhereTooManyFailed(
  ports: StoppingPorts,
  read: Job,
  before: Batch,
  after: Batch,
  now: Date,
): Promise<Job> {
  const [was, is] = [tallyOf([before]), tallyOf([after])];
  if (isTallied(read) && (hasEnded(after) || JSON.stringify(was) !== JSON.stringify(is)))
    await ports.batches.keepTally(after, is);
  return is.failed > was.failed ? stopWhereCrossed(ports, read, after, now) : read;
}

/**
 * Once more, behind the write: another batch's failure may have been written at the same moment, and neither have seen the other. Where
 * tallies tell, each was written before the others were read: of two, one has seen the other.
 */
export async function lookOnceMore(
  ports: StoppingPorts,
  read: Job,
  before: Batch,
  after: Batch,
  now: Date,
): Promise<void> {
  if (tallyOf([after]).failed <= tallyOf([before]).failed || tells(read, after)) return;
  await stopWhereCrossed(ports, read, after, now);
}

const stopWhereCrossed = (ports: StoppingPorts, read: Job, after: Batch, now: Date): Promise<Job> =>
  whileOthersWrite(async () => {
    const job = await loadJob(ports.jobs, read.id);
    if (job.gate.state !== 'open') return job;
    const crossed = await crossingOf(ports.batches, job, after);
    return crossed === undefined ? job : saveJob(ports.jobs, job, stopForFailures(job, crossed), null, now);
  });

async function crossingOf(batches: Batches, job: Job, after: Batch): Promise<Crossing | undefined> {
  if (tells(job, after)) return crossingOfTallies(job, await batches.tallies(job.id, job.plan.batches));
  const listed = await batches.list(job.id, 0, job.plan.batches);
  const latest = listed.map((batch) => (batch.number === after.number ? after : batch));
  return crossing(job, latest, false);
}

/** To read 2,000 batches whole with each failure would be 30 MB each time; a small job does without the further write. */
const isTallied = ({ plan, tallied }: Job): boolean => tallied && plan.batches > MOST_INLINE_BATCHES;

/** In the canary it counts what was sent of the others, which a tally does not say. */
const tells = (job: Job, { number }: Batch): boolean => isTallied(job) && !isInCanary(job, number);

/** Whoever sends it again may have ended agents, too. */
const hasEnded = ({ state, agents }: Batch): boolean => state === 'sent' && agents.every(isDone);
