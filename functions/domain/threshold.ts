import * as z from 'zod';
import { type Batch, type BatchAgent, worthRetrying } from './batch.ts';
import { closeGate, holdGate, type Job } from './job.ts';
import { type Size, THOUSANDTHS, thousandthsOf } from './size.ts';

/** Agents whose command was sent and that are done: what the thresholds are measured on. */
export const tallySchema = z.object({
  /** Those whose node is still there. */
  finished: z.int().min(0),
  failed: z.int().min(0),
  /** Those whose node was terminated since; none of the finished ones. */
  vanished: z.int().min(0),
});
export type Tally = Readonly<z.infer<typeof tallySchema>>;

/** More failures than the job bears. */
export interface Crossing extends Pick<Tally, 'finished' | 'failed'> {
  readonly threshold: Size;
}

type Counted = Pick<Batch, 'number' | 'agents'>;

/**
 * Agents that were never sent (unknown, busy, offline) say nothing about the version and do not count; one whose node is gone is no failure.
 * Nor does, for now, one count that is to be sent again: a canary that bears no failure must not stop at a download that is about to be repeated.
 */
export function tallyOf(batches: readonly Pick<Batch, 'agents'>[]): Tally {
  const done = batches.flatMap(({ agents }) =>
    agents.filter((agent) => agent.state === 'done' && agent.attempts > 0 && !worthRetrying(agent)),
  );
  const count = (wanted: BatchAgent['status']) => done.filter(({ status }) => status === wanted).length;
  const vanished = count('excluded');
  return { finished: done.length - vanished, failed: count('failed'), vanished };
}

/** What is counted since the job was last resumed: whoever resumes it has seen what became of its agents until then. */
const sinceResumed = ({ forgiven }: Job, { finished, failed, vanished }: Tally): Tally => ({
  finished: finished - forgiven.finished,
  failed: failed - forgiven.failed,
  vanished: vanished - forgiven.vanished,
});

/** How many more than the job bears have failed among these batches; undefined where it bears them. */
export function crossing(job: Job, batches: readonly Counted[], waveHasEnded: boolean): Crossing | undefined {
  return crossingBy(job, thresholdOf(job, batches), tallyOf(batches), waveHasEnded);
}

/** The same while a wave runs, by the tallies of all batches, once another wave than the canary has begun or there is only one. */
export function crossingOfTallies(job: Job, tallies: readonly Tally[]): Crossing | undefined {
  const sum = (each: keyof Tally) => tallies.reduce((total, tally) => total + tally[each], 0);
  const tally = { finished: sum('finished'), failed: sum('failed'), vanished: sum('vanished') };
  return crossingBy(job, job.rollout.failureThreshold, tally, false);
}

function crossingBy(job: Job, threshold: Size, tally: Tally, waveHasEnded: boolean): Crossing | undefined {
  const { finished, failed } = sinceResumed(job, tally);
  return isCrossed(threshold, { finished, failed }, waveHasEnded) ? { finished, failed, threshold } : undefined;
}

/** Agents that vanished since the job was last resumed, of all that were sent a command. */
export interface Vanishing {
  readonly sent: number;
  readonly vanished: number;
}

/**
 * Have so many agents vanished that what a wave was to show is not known? That is where more have than the job would bear as failures, or where
 * some of the last wave have and none of it succeeded, whatever the job bears.
 * @param before the batches of all waves that have ended
 * @param lastWave those of the last one
 */
export function vanishing(job: Job, before: readonly Counted[], lastWave: readonly Counted[]): Vanishing | undefined {
  const tally = tallyOf(before);
  // Of all that were sent, since an agent that had finished when the job was resumed may vanish later.
  const sent = tally.finished + tally.vanished;
  const { vanished } = sinceResumed(job, tally);
  const isTooMany = isCrossed(thresholdOf(job, before), { finished: sent, failed: vanished }, true);
  const isBlind = vanished > 0 && tallyOf(lastWave).vanished > 0 && !lastWave.some(hasSuccess);
  return isTooMany || isBlind ? { sent, vanished } : undefined;
}

const hasSuccess = ({ agents }: Counted): boolean => agents.some(({ status }) => status === 'success');

/** The first of several waves is the canary, with a threshold of its own until another wave has begun. */
function thresholdOf(job: Job, batches: readonly Counted[]): Size {
  const { canaryThreshold, failureThreshold } = job.rollout;
  const isAlone = batches.every(({ number, agents }) => isInCanary(job, number) || !wasSent(agents));
  return job.rollout.waves.length > 1 && isAlone ? canaryThreshold : failureThreshold;
}

/** Is this batch in the first of several waves? */
export function isInCanary({ plan, rollout }: Pick<Job, 'plan' | 'rollout'>, number: number): boolean {
  const canaryEnd = plan.waves?.find(({ firstBatch, endBatch }) => endBatch > firstBatch)?.endBatch ?? 0;
  return rollout.waves.length > 1 && number < canaryEnd;
}

const wasSent = (agents: Batch['agents']): boolean => agents.some(({ attempts }) => attempts > 0);

/**
 * Have more agents failed than the threshold bears? As with SSM's MaxErrors, the number itself is still borne: 0 bears no failure.
 * A percent is of the finished agents. While a wave runs it counts only once so many have finished that one failure alone is
 * not over it (2%: 50 agents); at the end of a wave it always counts. No number would be enough for 0%, which therefore counts from the first on.
 */
export function isCrossed(
  threshold: Size,
  { finished, failed }: Pick<Tally, 'finished' | 'failed'>,
  waveHasEnded: boolean,
): boolean {
  if (failed === 0) return false;
  const share = thousandthsOf(threshold);
  if (share === undefined) return failed > Number(threshold);
  const enough = waveHasEnded || share === 0 || finished * share >= THOUSANDTHS;
  return enough && failed * THOUSANDTHS > finished * share;
}

/** Stops the job's sending in the way that it asks for. */
export function stopForFailures(job: Job, { finished, failed, threshold }: Crossing): Job {
  const detail = `${failed} of ${finished} agents failed, and the job bears ${threshold}.`;
  switch (job.rollout.onFailure) {
    case 'halt':
      return closeGate(job, 'FAILURE_THRESHOLD', detail);
    case 'pause':
      return holdGate(job, 'FAILURE_THRESHOLD', detail);
    case 'rollback':
      return { ...closeGate(job, 'FAILURE_THRESHOLD', detail), rollbackAsked: { by: null, note: null, rollout: null } };
  }
}
