import { Refusal } from './errors.ts';
import { closeGate, holdGate, type Job } from './job.ts';
import type { Tally } from './threshold.ts';

export const steeringActions = ['pause', 'resume', 'cancel'] as const;
export type SteeringAction = (typeof steeringActions)[number];

/** What a caller may do with the job as it is now. */
function allowedActions({ phase, gate }: Job): SteeringAction[] {
  if (phase === 'done') return [];
  switch (gate.state) {
    case 'open':
      return ['pause', 'cancel'];
    case 'held':
      return ['resume', 'cancel'];
    case 'closed':
      return [];
  }
}

/**
 * The job after a caller's action. The workflow acts on it: what is under way is always followed to its end.
 * @param tally of the job's agents so far, which a resume forgives
 * @throws Refusal (conflict) that names the state and what is allowed in it
 */
export function steer(job: Job, action: SteeringAction, subject: string, tally: Tally): Job {
  const allowed = allowedActions(job);
  if (!allowed.includes(action)) {
    const state =
      job.phase === 'done' ? `done (${job.status})` : job.gate.state === 'closed' ? 'being ended' : job.phase;
    const instead =
      allowed.length === 0 ? 'Nothing can be done with it' : `What can be done with it: ${allowed.join(', ')}`;
    throw new Refusal('conflict', 'WRONG_STATE', `The job is ${state}. ${instead}.`);
  }
  switch (action) {
    case 'pause':
      return holdGate(job, 'PAUSED', `Paused by ${subject}.`);
    case 'resume':
      return { ...job, gate: { state: 'open' }, forgiven: { ...tally }, pass: { unsettled: 0, idle: 0 } };
    case 'cancel':
      return closeGate(job, 'CANCELLED', `Cancelled by ${subject}.`);
  }
}
