import type { Batch } from '../batch.ts';
import { countPass, type Decision, decideNext } from '../decide.ts';
import { BrokenInvariant } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { batchesAtOnce, MOST_INLINE_BATCHES } from '../rollout.ts';
import { stopForFailures, tallyOf } from '../threshold.ts';
import { loadJob } from './load-job.ts';
import { saveJob } from './save-job.ts';

/** What the workflow's choices read. Every field is always there, since a Choice on an absent one fails the execution. */
export interface WorkflowDecision {
  readonly next: 'upgradeInline' | 'upgradeDistributed' | 'wait' | 'finish';
  readonly batches: readonly number[];
  readonly maxConcurrency: number;
  /** Whole seconds, 1 to 86,400. */
  readonly waitSeconds: number;
}

/** A waiting job decides again at least once a day. */
const LONGEST_WAIT_SECONDS = 86_400;

/** Reads, decides, and writes the job where the decision changes it. @throws JobStuck, ConcurrentWrite */
export async function decideNextStep(
  ports: { readonly jobs: Jobs; readonly batches: Batches },
  jobId: string,
  now: Date,
): Promise<WorkflowDecision> {
  const stored = await loadJob(ports.jobs, jobId);
  const batches = await ports.batches.list(stored.id, 0, stored.plan.batches);
  const { job, decision } = decide(stored, batches, now);
  const unsettled = batches.filter(({ state }) => state !== 'settled').length;
  const next = apply(job, decision, unsettled);
  if (JSON.stringify(next) !== JSON.stringify(stored)) await saveJob(ports.jobs, stored, next, null, now);
  return describe(job, decision, now);
}

type Settled = Exclude<Decision, { next: 'stop' }>;

/** Shuts the gate where too many agents failed, and decides again. */
function decide(job: Job, batches: readonly Batch[], now: Date): { job: Job; decision: Settled } {
  const decision = decideNext(job, batches, now);
  if (decision.next !== 'stop') return { job, decision };
  const stopped = stopForFailures(job, tallyOf(batches));
  const again = decideNext(stopped, batches, now);
  if (again.next === 'stop') throw new BrokenInvariant(`${job.id} stops although its gate is shut.`);
  return { job: stopped, decision: again };
}

function apply(job: Job, decision: Settled, unsettled: number): Job {
  const { reason } = decision;
  switch (decision.next) {
    case 'wait':
      return waiting(job, decision);
    case 'upgrade':
      return {
        ...job,
        phase: phaseWhileUpgrading(job),
        status: 'running',
        reason,
        waitToken: null,
        pass: countPass(job, unsettled),
      };
    case 'finish':
      return job; // Finishing writes the end, its reason included, in one step.
  }
}

/** A job that has not begun is pending; one that bakes, is paused or waits for its next window is running. */
function waiting(job: Job, { reason, until, wave }: Extract<Decision, { next: 'wait' }>): Job {
  if (job.gate.state === 'held') return { ...job, phase: 'paused', status: 'running', reason };
  if (wave === undefined) return { ...job, phase: 'scheduled', status: job.status, reason };
  return { ...job, phase: 'baking', status: 'running', reason, bake: { wave, until: until.toISOString() } };
}

function phaseWhileUpgrading({ gate }: Job): Job['phase'] {
  switch (gate.state) {
    case 'open':
      return 'running';
    case 'held':
      return 'paused';
    case 'closed':
      return 'cancelling';
  }
}

function describe(job: Job, decision: Settled, now: Date): WorkflowDecision {
  const nothing = { batches: [], maxConcurrency: 1, waitSeconds: 1 };
  switch (decision.next) {
    case 'wait':
      return { ...nothing, next: 'wait', waitSeconds: secondsUntil(decision.until, now) };
    case 'finish':
      return { ...nothing, next: 'finish' };
    case 'upgrade':
      return {
        ...nothing,
        next: decision.batches.length <= MOST_INLINE_BATCHES ? 'upgradeInline' : 'upgradeDistributed',
        batches: decision.batches,
        maxConcurrency: batchesAtOnce(job.targetCount, job.rollout.concurrency),
      };
  }
}

function secondsUntil(until: Date, now: Date): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)));
}
