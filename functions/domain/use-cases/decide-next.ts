import type { Batch } from '../batch.ts';
import { countPass, type Decision, decideNext, type Facts } from '../decide.ts';
import { BrokenInvariant } from '../errors.ts';
import { holdGate, type Job, noPass } from '../job.ts';
import { isParked } from '../parking.ts';
import type { Documents } from '../ports.ts';
import { type Queue, queuesOf } from '../queues.ts';
import { batchesAtOnce, MOST_INLINE_BATCHES } from '../rollout.ts';
import { stopForFailures } from '../threshold.ts';
import { isToBeVerified } from '../wave-facts.ts';
import { type FactPorts, jobFacts } from './job-facts.ts';
import { loadJob } from './load-job.ts';
import { pinDocuments } from './pin-documents.ts';
import { saveJob } from './save-job.ts';

/** What the workflow's choices read. Every field is always there, since a Choice on an absent one fails the execution. */
export interface WorkflowDecision {
  readonly next: 'plan' | 'upgradeInline' | 'upgradeDistributed' | 'wait' | 'finish';
  readonly queues: readonly Queue[];
  /** Queues that may run at once. */
  readonly maxConcurrency: number;
  /** Whole seconds, 1 to 86,400. */
  readonly waitSeconds: number;
}

/** A simulated batch takes half a second of reads, whatever concurrency is asked for the real one; Systems Manager throttles more than some tens a second. */
const SIMULATED_BATCHES_AT_ONCE = 10;

/** A waiting job decides again at least once a day. */
const LONGEST_WAIT_SECONDS = 86_400;

export interface DecidingPorts extends FactPorts {
  readonly documents: Documents;
}

/** Reads, decides, and writes the job where the decision changes it. @throws JobStuck, ConcurrentWrite, DocumentsUnreadable */
export async function decideNextStep(ports: DecidingPorts, jobId: string, now: Date): Promise<WorkflowDecision> {
  const stored = await loadJob(ports.jobs, jobId);
  const facts = await jobFacts(ports, stored, now);
  const { job, decision } = decide(stored, facts, now);
  // To follow or to verify what was sent takes no document that is pinned.
  const sends = decision.reason === 'WAVE_RUNNING' && !job.simulated;
  const pinned = sends ? await pinDocuments(ports.documents, job, facts.batches) : job;
  const next = apply(pinned, decision, facts);
  if (JSON.stringify(next) !== JSON.stringify(stored)) await saveJob(ports.jobs, stored, next, null, now);
  return describe(job, decision, facts.batches, now);
}

type Settled = Exclude<Decision, { next: 'stop' | 'hold' }>;

/** Shuts the gate where that is decided, and decides again. */
function decide(job: Job, facts: Facts, now: Date): { job: Job; decision: Settled } {
  const first = decideNext(job, facts, now);
  const shut = shutGate(job, first);
  const decision = shut === job ? first : decideNext(shut, facts, now);
  if (decision.next === 'stop' || decision.next === 'hold')
    throw new BrokenInvariant(`${job.id} is to stop although its gate is shut.`);
  return { job: shut, decision };
}

function shutGate(job: Job, decision: Decision): Job {
  if (decision.next === 'stop') return stopForFailures(job, decision.crossing);
  if (decision.next === 'hold') return holdGate(job, decision.reason, decision.detail);
  return job;
}

function apply(job: Job, decision: Settled, { batches }: Facts): Job {
  const { reason } = decision;
  switch (decision.next) {
    case 'plan':
      return { ...job, waitToken: null };
    case 'wait':
      return waiting(job, decision);
    case 'upgrade': {
      const parked = batches.filter(isParked).length;
      const open = batches.filter(
        (batch) => (batch.state !== 'settled' && !isParked(batch)) || (reason === 'VERIFYING' && isToBeVerified(batch)),
      );
      const pass = countPass(job, open.length, parked);
      return {
        ...job,
        phase: phaseWhileUpgrading(job, reason),
        status: 'running',
        reason,
        detail: null,
        waitToken: null,
        pass,
      };
    }
    case 'finish':
      return job; // Finishing writes the end, its reason included, in one step.
  }
}

/** A job that has not begun is pending; one that bakes, is paused or waits for its next window is running. */
function waiting(job: Job, { reason, detail, until, wave }: Extract<Decision, { next: 'wait' }>): Job {
  if (wave !== undefined)
    return {
      ...job,
      phase: 'baking',
      status: 'running',
      reason,
      detail: detail ?? null,
      bake: { wave, until: until.toISOString() },
    };
  // A node that comes and goes is no reason to call the job stuck.
  const pass = reason === 'WAITING_FOR_NODES' ? noPass : job.pass;
  return { ...job, ...phaseWhileWaiting(job, reason), reason, detail: detail ?? null, pass };
}

function phaseWhileWaiting(job: Job, reason: Job['reason']): Pick<Job, 'phase' | 'status'> {
  if (job.gate.state === 'held' || reason === 'FROZEN' || reason === 'VERSION_DEPRECATED')
    return { phase: 'paused', status: 'running' };
  if (reason === 'WAITING_FOR_NODES') return { phase: 'running', status: 'running' };
  if (reason === 'AWAITING_APPROVAL') return { phase: 'awaiting-approval', status: job.status };
  if (reason === 'PARENT_ENDING') return { phase: 'planning', status: job.status };
  return { phase: 'scheduled', status: job.status };
}

function phaseWhileUpgrading({ gate }: Job, reason: Job['reason']): Job['phase'] {
  switch (gate.state) {
    case 'open':
      return reason === 'VERIFYING' ? 'baking' : 'running';
    case 'held':
      return 'paused';
    case 'closed':
      return 'cancelling';
  }
}

function describe(job: Job, decision: Settled, batches: readonly Batch[], now: Date): WorkflowDecision {
  const nothing = { queues: [], maxConcurrency: 1, waitSeconds: 1 };
  switch (decision.next) {
    case 'plan':
    case 'finish':
      return { ...nothing, next: decision.next };
    case 'wait':
      return { ...nothing, next: 'wait', waitSeconds: secondsUntil(decision.until, now) };
    case 'upgrade':
      return {
        ...nothing,
        next: fitsInline(job, among(decision.batches, batches)) ? 'upgradeInline' : 'upgradeDistributed',
        queues: job.simulated
          ? decision.batches.map((number) => [number])
          : queuesOf(job, among(decision.batches, batches)),
        maxConcurrency: job.simulated
          ? SIMULATED_BATCHES_AT_ONCE
          : batchesAtOnce(job.targetCount, job.rollout.concurrency),
      };
  }
}

function among(numbers: readonly number[], batches: readonly Batch[]): readonly Batch[] {
  const wanted = new Set(numbers);
  return batches.filter(({ number }) => wanted.has(number));
}

/**
 * All inline passes of a job, its bakes included, share the 25,000 events of one execution: the job counts, and not the pass.
 * A batch whose nodes come and go may be sent hundreds of times in 48 hours, at about 39 events each time: it runs in children, each
 * with a history of its own.
 */
function fitsInline({ plan }: Job, batches: readonly Batch[]): boolean {
  return plan.batches <= MOST_INLINE_BATCHES && !batches.some(isParked);
}

function secondsUntil(until: Date, now: Date): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)));
}
