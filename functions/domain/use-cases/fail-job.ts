import { type Batch, end, isDone, isWaiting, settle, updateAgents } from '../batch.ts';
import { errorName } from '../error-words.ts';
import { closeGate, type Job } from '../job.ts';
import { endOfWaiting } from '../parking.ts';
import { isUnderWay } from '../wave-facts.ts';
import { type FinishingPorts, finishJob } from './finish-job.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';
import { type Settlement, type SettlingPorts, settleBatch } from './settle-batch.ts';

/** What Step Functions caught. Its `Cause`, with messages and stack traces, is for the log alone. */
export interface WorkflowError {
  readonly Error: string;
}

export interface Failing {
  readonly next: 'done' | 'poll';
  /** Batches that were ended without an answer, and what settling them threw: for the log. */
  readonly abandoned: readonly { readonly batch: number; readonly error: unknown }[];
}

const WHERE_MORE = 'The log of the function fail-job tells more.';

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
): Promise<Failing> {
  const job = await shut(ports, await loadJob(ports.jobs, jobId), error, now);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const underWay = batches.filter(isUnderWay);
  const outcomes: Outcome[] = [];
  for (let first = 0; first < underWay.length; first += AT_ONCE) {
    const some = underWay.slice(first, first + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((batch) => settleOrAbandon(ports, batch, now)))));
  }
  const abandoned = outcomes.flatMap(({ failure }) => failure ?? []);
  if (!outcomes.every(({ next }) => next === 'done' || next === 'left')) return { next: 'poll', abandoned };
  await finishJob(ports, jobId, now);
  return { next: 'done', abandoned };
}

async function shut(ports: SettlingPorts, job: Job, error: WorkflowError, now: Date): Promise<Job> {
  const closed = closeGate(job, 'WORKFLOW_FAILED', `The workflow met ${errorName(error.Error)}. ${WHERE_MORE}`);
  return closed === job || job.phase === 'done' ? job : saveJob(ports.jobs, job, closed, null, now);
}

interface Outcome {
  readonly next: Settlement['next'];
  readonly failure?: Failing['abandoned'][number];
}

async function settleOrAbandon(ports: SettlingPorts, batch: Batch, now: Date): Promise<Outcome> {
  try {
    return { next: (await settleBatch(ports, batch.jobId, batch.number, 0, now)).next };
  } catch (error) {
    if (now.getTime() - new Date(batch.claimedAt ?? 0).getTime() < ABANDON_AFTER_MS) throw error;
    await abandon(ports, batch, error, now);
    return { next: 'done', failure: { batch: batch.number, error } };
  }
}

/** The holds stay until they expire: the node may still be changing. */
async function abandon(ports: SettlingPorts, batch: Batch, error: unknown, now: Date): Promise<void> {
  const ending = {
    reason: 'NODE_UNREACHABLE',
    error: `What happened could not be found out, for ${errorName(error instanceof Error ? error.name : undefined)}. ${WHERE_MORE}`,
  } as const;
  const ended = updateAgents(batch, (agent) => {
    if (isDone(agent)) return undefined;
    return end(agent, isWaiting(agent) ? { reason: endOfWaiting(agent) } : ending);
  });
  await ports.batches.save(settle(ended, now));
}
