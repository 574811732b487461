import { type Batch, end, isDone, isWaiting, updateAgents } from '../batch.ts';
import { isUnderWay } from '../decide.ts';
import { closeGate, type Job } from '../job.ts';
import { endOfWaiting } from '../parking.ts';
import { type FinishingPorts, finishJob } from './finish-job.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { type Settlement, type SettlingPorts, settleBatch } from './settle-batch.ts';

/** What Step Functions caught. */
export interface WorkflowError {
  readonly Error: string;
  readonly Cause: string;
}

/** Batches settled at the same time. */
const AT_ONCE = 10;

/** A batch that still throws this long after its claim is ended without an answer, so that the job ends too. */
const ABANDON_AFTER_MS = 3_600_000;

/** Closes the gate, follows every batch that was sent to its end, and then ends the job. `poll`: call again later. */
export async function failJob(
  ports: SettlingPorts & FinishingPorts,
  jobId: string,
  error: WorkflowError,
  now: Date,
): Promise<{ readonly next: 'done' | 'poll' }> {
  const job = await shut(ports, await loadJob(ports.jobs, jobId), error, now);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const underWay = batches.filter(isUnderWay);
  let settled = true;
  for (let first = 0; first < underWay.length; first += AT_ONCE) {
    const answers = await Promise.all(
      underWay.slice(first, first + AT_ONCE).map((batch) => settleOrAbandon(ports, batch, now)),
    );
    settled = settled && answers.every((next) => next === 'done' || next === 'left');
  }
  if (!settled) return { next: 'poll' };
  await finishJob(ports, jobId, now);
  return { next: 'done' };
}

async function shut(ports: SettlingPorts, job: Job, error: WorkflowError, now: Date): Promise<Job> {
  const closed = closeGate(
    job,
    'WORKFLOW_FAILED',
    `The workflow met ${error.Error}; the function's log has the rest.`.slice(0, 200),
  );
  return closed === job || job.phase === 'done' ? job : saveJob(ports.jobs, job, closed, null, now);
}

async function settleOrAbandon(ports: SettlingPorts, batch: Batch, now: Date): Promise<Settlement['next']> {
  try {
    return (await settleBatch(ports, batch.jobId, batch.number, 0, now)).next;
  } catch (error) {
    if (now.getTime() - new Date(batch.claimedAt ?? 0).getTime() < ABANDON_AFTER_MS) throw error;
    await abandon(ports, batch, error);
    return 'done';
  }
}

/** The holds stay until they expire: the node may still be changing. */
async function abandon(ports: SettlingPorts, batch: Batch, error: unknown): Promise<void> {
  const ending = {
    reason: 'NODE_UNREACHABLE',
    error: `What happened could not be found out: settling met ${error instanceof Error ? error.name : 'an error'}.`,
  } as const;
  const ended = updateAgents(batch, (agent) => {
    if (isDone(agent)) return undefined;
    return end(agent, isWaiting(agent) ? { reason: endOfWaiting(agent) } : ending);
  });
  await ports.batches.save({ ...ended, state: 'settled' });
}
