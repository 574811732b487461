import * as z from 'zod';
import { Refusal } from './errors.ts';
import { closeGate, type Job } from './job.ts';
import { noteSchema } from './job-words.ts';
import { mostFrequent, type Results, rollbackIdOf, wasChanged } from './lineage.ts';
import { type JobSpec, newJob } from './new-job.ts';
import { type RolloutRequest, rolloutRequestSchema } from './rollout-request.ts';
import { whatIsAllowed } from './steer.ts';

/*
 * A rollback is a job of its own that takes back what its parent changed. What was asked for is written into the parent, so that
 * whoever completes it, a repeat, the end of the parent, makes the same job.
 */

/** The rollout's own schema has a default that is right for an upgrade; a rollback has another one. */
const rolloutSchema = rolloutRequestSchema.unwrap().refine(({ onFailure }) => onFailure !== 'rollback', {
  path: ['onFailure'],
  error: 'a rollback is not taken back: halt or pause',
});

export const rollbackRequestSchema = z.strictObject({
  note: noteSchema.optional(),
  rollout: rolloutSchema.optional(),
});
export type RollbackRequest = z.infer<typeof rollbackRequestSchema>;

/** Stands for the target version of a rollback as long as nobody knows which version its agents come from. */
const UNKNOWN_VERSION = 'previous';

/**
 * Whoever takes something back is in a hurry: all agents at once, as far as the job's limit for each tag value allows, whatever fails,
 * unless the request says otherwise.
 * Nothing is watched afterwards unless the request says how long.
 */
export function fastRollout(asked: Partial<RolloutRequest>): RolloutRequest {
  const { waves, canary, bakeSeconds = 0, ...others } = asked;
  const plan = canary === undefined ? { waves: waves ?? [{ size: '100%', bakeSeconds }] } : { canary, bakeSeconds };
  return { concurrency: '100%', failureThreshold: '100%', onFailure: 'halt', approval: false, ...others, ...plan };
}

/** @throws Refusal (conflict) where the job cannot be taken back, or has nothing to take back */
export function refuseRollback(job: Job, results: Results): void {
  const refuse = (code: string, why: string) => {
    throw new Refusal('conflict', code, `${why} ${whatIsAllowed(job, results)}`);
  };
  if (job.simulated) refuse('SIMULATED_JOB', 'The job was simulated: it changed nothing.');
  if (job.action === 'rollback')
    refuse('ROLLBACK_OF_ROLLBACK', 'The job is a rollback itself. To go forward again, upgrade the agents.');
  if (job.phase === 'done' && results !== undefined && !results.some(wasChanged))
    refuse('NOTHING_TO_ROLL_BACK', 'The job changed no agent.');
}

/** The job once its rollback is asked for: it sends nothing more. The first one who asks says how. */
export function askRollback(job: Job, { note, rollout }: RollbackRequest, subject: string): Job {
  const ask = { by: subject, note: note ?? null, rollout: rollout ?? null };
  const asked = { ...job, rollbackAsked: job.rollbackAsked ?? ask };
  return job.phase === 'done' ? asked : closeGate(asked, 'ROLLED_BACK', `Rolled back by ${subject}.`);
}

/** The job that takes this one back, as `rollbackAsked` wants it. */
export function rollbackOf(job: Job, results: Results, now: Date): Job {
  const { by = null, note = null, rollout = null } = job.rollbackAsked ?? {};
  const changed = (results ?? []).filter(wasChanged).map(({ oldVersion }) => oldVersion);
  const spec: JobSpec = {
    source: { kind: 'rollback' },
    action: 'rollback',
    parentJobId: job.id,
    fence: job.fence,
    targetCount: undefined,
    targetVersion: mostFrequent(changed) ?? UNKNOWN_VERSION,
    note: note ?? (by === null ? ofItself(job) : undefined),
    changeTicket: job.changeTicket,
    offlineSeconds: job.offlineSeconds,
    rollout: fastRollout({ ...limitOf(job), ...rollout }),
  };
  return newJob(rollbackIdOf(job.id), spec, by ?? job.requestedBy, 0, now);
}

/** A site that bears few agents at once bears no more of them on their way back. */
function limitOf({ rollout }: Job): Pick<RolloutRequest, 'concurrencyPerTag'> {
  const { concurrencyPerTag } = rollout;
  return concurrencyPerTag === null ? {} : { concurrencyPerTag };
}

const ofItself = ({ gate }: Job): string =>
  `Taken back as its onFailure says.${gate.state === 'open' ? '' : ` ${gate.detail}`}`;
