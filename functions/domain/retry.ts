import * as z from 'zod';
import { agentReasonSchema } from './agent-reason.ts';
import { Refusal } from './errors.ts';
import type { Job } from './job.ts';
import { noteSchema } from './job-words.ts';
import { type Results, takesUp } from './lineage.ts';
import type { JobSpec } from './new-job.ts';
import { ownArtifactSchema } from './own-artifact.ts';
import { fastRollout } from './rollback.ts';
import { type RolloutRequest, rolloutRequestSchema } from './rollout-request.ts';
import { whatIsAllowed, wrongState } from './steer.ts';

/** As many as there are, all of them different or not. */
const MOST_REASONS = agentReasonSchema.options.length;

export const retryRequestSchema = z.strictObject({
  /** Only agents that failed for one of these. */
  reasons: z
    .array(agentReasonSchema)
    .min(1)
    .max(MOST_REASONS)
    .transform((reasons) => [...new Set(reasons)])
    .optional(),
  note: noteSchema.optional(),
  /** In place of the parent's. */
  rollout: rolloutRequestSchema.unwrap().optional(),
  /** In place of the parent's. */
  artifact: ownArtifactSchema.optional(),
  /** Plan the retry and look at its agents, but send nothing. */
  simulated: z.boolean().optional(),
});
export type RetryRequest = z.infer<typeof retryRequestSchema>;

/** The job that takes up the agents of this one that failed. One that ended before it had found its agents is made again as it was. */
export function retryOf(parent: Job, request: RetryRequest): JobSpec {
  const { note, rollout, artifact, simulated = false } = request;
  const { action, fence, targetVersion, allowDowngrade, offlineSeconds, changeTicket } = parent;
  const asked = rollout ?? withoutStart(parent.asked.rollout);
  return {
    ...originOf(parent, request),
    simulated,
    action,
    fence,
    targetCount: undefined,
    targetVersion,
    allowDowngrade,
    offlineSeconds,
    artifact: artifact ?? parent.artifact,
    note,
    changeTicket,
    rollout: action === 'rollback' ? fastRollout(asked) : asked,
  };
}

function originOf(parent: Job, { reasons }: RetryRequest): { source: Job['source']; parentJobId: string } {
  return hasToFindAgain(parent, reasons)
    ? { source: parent.source, parentJobId: parent.parentJobId ?? parent.id }
    : { source: { kind: 'retry', reasons: reasons ?? null }, parentJobId: parent.id };
}

/** The job sent nothing, and what it found is not all that it was about. */
const hasToFindAgain = ({ plan }: Job, reasons: RetryRequest['reasons']): boolean =>
  !plan.expanded && reasons === undefined;

/** The start of the first job has passed, or would keep whoever asks now waiting. */
function withoutStart({ startAt: _startAt, ...rollout }: RolloutRequest): RolloutRequest {
  return rollout;
}

/** @throws Refusal (conflict) where there is nothing to take up, or not yet; (unacceptable) where the request does not fit the parent */
export function refuseRetry(parent: Job, { reasons, rollout, artifact }: RetryRequest, results: Results): void {
  if (parent.phase !== 'done') throw wrongState(parent, results);
  const allowed = whatIsAllowed(parent, results);
  if (parent.simulated)
    throw new Refusal('conflict', 'SIMULATED_JOB', `The job was simulated: nothing failed. ${allowed}`);
  if (parent.action === 'rollback') refuseForRollback(artifact !== undefined, rollout?.onFailure);
  const source = { kind: 'retry', reasons: reasons ?? null } as const;
  if (hasToFindAgain(parent, reasons) || results === undefined) return;
  if (results.some((result) => takesUp({ source }, result))) return;
  const which = reasons === undefined ? 'No agent of the job failed.' : 'No agent of the job failed for these reasons.';
  throw new Refusal('conflict', 'NOTHING_TO_RETRY', `${which} ${allowed}`);
}

function refuseForRollback(hasArtifact: boolean, onFailure: RolloutRequest['onFailure'] | undefined): void {
  if (hasArtifact)
    throw new Refusal(
      'unacceptable',
      'ARTIFACT_UNUSED',
      'The job is a rollback, which takes no artifact: each node keeps the version from before.',
    );
  if (onFailure === 'rollback')
    throw new Refusal(
      'unacceptable',
      'ROLLBACK_NOT_TAKEN_BACK',
      'A rollback is not taken back: onFailure is halt or pause.',
    );
}
