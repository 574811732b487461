import { Refusal } from './errors.ts';
import { closeGate, holdGate, type Job, noPass } from './job.ts';
import { mayBeRetried, mayBeRolledBack, type Results } from './lineage.ts';
import type { Tally } from './threshold.ts';

export const steeringActions = ['pause', 'resume', 'cancel', 'approve'] as const;
export type SteeringAction = (typeof steeringActions)[number];

/** Who does it, when, and what was counted of the job's agents until then. */
export interface Steering {
  readonly action: SteeringAction;
  /** The subject of the caller's token. */
  readonly subject: string;
  readonly tally: Tally;
  /** What became of the job's agents until then. */
  readonly results: Results;
  readonly now: Date;
}

/** What a caller may do with the job as it is now; one that retries it or takes it back makes a job of its own. */
export function allowedActions(job: Job, results: Results): (SteeringAction | 'retry' | 'rollback')[] {
  return [
    ...steeringAllowed(job),
    ...(mayBeRetried(job, results) ? (['retry'] as const) : []),
    ...(mayBeRolledBack(job, results) ? (['rollback'] as const) : []),
  ];
}

function steeringAllowed(job: Job): SteeringAction[] {
  const { phase, gate } = job;
  if (phase === 'done' || gate.state === 'closed') return [];
  const isOpen = gate.state === 'open';
  return [isOpen ? 'pause' : 'resume', 'cancel', ...(needsApproval(job) ? (['approve'] as const) : [])];
}

/**
 * Whoever approves after the canary has to have seen it; before the first wave, any time will do. What was asked for counts: a job that has
 * not found its agents yet has no second wave, and its approval says `start` until then.
 */
function needsApproval({ phase, rollout, asked, approved }: Job): boolean {
  if (rollout.approval === null || approved !== null) return false;
  return asked.rollout.approval !== 'after-canary' || phase === 'awaiting-approval';
}

/**
 * The job after a caller's action. The workflow acts on it: what is under way is always followed to its end.
 * @throws Refusal (conflict) that names the state and what is allowed in it; (forbidden) where the requester approves
 */
export function steer(job: Job, { action, subject, tally, results, now }: Steering): Job {
  if (!steeringAllowed(job).includes(action)) throw wrongState(job, results);
  switch (action) {
    case 'pause':
      return holdGate(job, 'PAUSED', `Paused by ${subject}.`);
    case 'resume':
      return { ...job, gate: { state: 'open' }, forgiven: { ...tally }, pass: noPass };
    case 'cancel':
      return closeGate(job, 'CANCELLED', `Cancelled by ${subject}.`);
    case 'approve':
      return approve(job, subject, now);
  }
}

function approve(job: Job, subject: string, now: Date): Job {
  if (subject === job.requestedBy)
    throw new Refusal(
      'forbidden',
      'APPROVER_IS_REQUESTER',
      'Somebody other than the requester has to approve the job.',
    );
  return { ...job, approved: { by: subject, at: now.toISOString() } };
}

/** What was asked for does not fit the job as it is now: names the state and what is allowed in it. */
export function wrongState(job: Job, results: Results): Refusal {
  const state = job.phase === 'done' ? `done (${job.status})` : job.gate.state === 'closed' ? 'being ended' : job.phase;
  return new Refusal('conflict', 'WRONG_STATE', `The job is ${state}. ${whatIsAllowed(job, results)}`);
}

/** A sentence for people. */
export function whatIsAllowed(job: Job, results: Results): string {
  const allowed = allowedActions(job, results);
  return allowed.length === 0 ? 'Nothing can be done with it.' : `What can be done with it: ${allowed.join(', ')}.`;
}
