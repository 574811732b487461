import { countPass, type Decision, decideNext } from '../decide.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { batchesAtOnce, MOST_INLINE_BATCHES } from '../rollout.ts';
import { loadJob } from './load-job.ts';

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
  const job = await loadJob(ports.jobs, jobId);
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const decision = decideNext(job, batches, now);
  const unsettled = batches.filter(({ state }) => state !== 'settled').length;
  const next = apply(job, decision, unsettled);
  if (JSON.stringify(next) !== JSON.stringify(job)) await ports.jobs.save(next);
  return describe(job, decision, now);
}

function apply(job: Job, decision: Decision, unsettled: number): Job {
  const { reason } = decision;
  switch (decision.next) {
    case 'wait':
      return { ...job, phase: 'scheduled', status: 'pending', reason };
    case 'upgrade':
      return { ...job, phase: 'running', status: 'running', reason, waitToken: null, pass: countPass(job, unsettled) };
    case 'finish':
      return job; // Finishing writes the end, its reason included, in one step.
  }
}

function describe(job: Job, decision: Decision, now: Date): WorkflowDecision {
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
