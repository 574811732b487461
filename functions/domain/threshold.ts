import { type Batch, worthRetrying } from './batch.ts';
import { closeGate, holdGate, type Job } from './job.ts';
import { type Size, THOUSANDTHS, thousandthsOf } from './size.ts';

/** Agents whose command was sent and that are done: what the failure threshold is measured on. */
export interface Tally {
  readonly finished: number;
  readonly failed: number;
}

/** More failures than the job bears. */
export interface Crossing extends Tally {
  readonly threshold: Size;
}

type Counted = Pick<Batch, 'number' | 'agents'>;

/**
 * Agents that were never sent (unknown, busy, offline) or whose node is gone say nothing about the version and do not count. Nor does, for now, one that is
 * to be sent again: a canary that bears no failure must not stop at a download that is about to be repeated.
 */
export function tallyOf(batches: readonly Pick<Batch, 'agents'>[]): Tally {
  const finished = batches.flatMap(({ agents }) =>
    agents.filter(
      (agent) => agent.state === 'done' && agent.status !== 'excluded' && agent.attempts > 0 && !worthRetrying(agent),
    ),
  );
  return { finished: finished.length, failed: finished.filter(({ status }) => status === 'failed').length };
}

/** What is counted since the job was last resumed: whoever resumes it has seen the failures until then. */
const sinceResumed = ({ forgiven }: Job, { finished, failed }: Tally): Tally => ({
  finished: finished - forgiven.finished,
  failed: failed - forgiven.failed,
});

/** How many more than the job bears have failed among these batches; undefined where it bears them. */
export function crossing(job: Job, batches: readonly Counted[], waveHasEnded: boolean): Crossing | undefined {
  const threshold = thresholdOf(job, batches);
  const tally = sinceResumed(job, tallyOf(batches));
  return isCrossed(threshold, tally, waveHasEnded) ? { ...tally, threshold } : undefined;
}

/** The first of several waves is the canary, with a threshold of its own until another wave has begun. */
function thresholdOf({ plan, rollout }: Job, batches: readonly Counted[]): Size {
  const canaryEnd = plan.waves?.find(({ firstBatch, endBatch }) => endBatch > firstBatch)?.endBatch ?? 0;
  const isAlone =
    rollout.waves.length > 1 && !batches.some(({ number, agents }) => number >= canaryEnd && wasSent(agents));
  return isAlone ? rollout.canaryThreshold : rollout.failureThreshold;
}

const wasSent = (agents: Batch['agents']): boolean => agents.some(({ attempts }) => attempts > 0);

/**
 * Have more agents failed than the threshold bears? As with SSM's MaxErrors, the number itself is still borne: 0 bears no failure.
 * A percent is of the finished agents. While a wave runs it counts only once so many have finished that one failure alone is
 * not over it (2%: 50 agents); at the end of a wave it always counts. No number would be enough for 0%, which therefore counts from the first on.
 */
export function isCrossed(threshold: Size, { finished, failed }: Tally, waveHasEnded: boolean): boolean {
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
