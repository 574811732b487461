import { refuseWhereOnlySimulated } from '../dry-run.ts';
import { Refusal } from '../errors.ts';
import type { Job } from '../job.ts';
import { type JobSpec, newJob } from '../new-job.ts';
import type { Jobs, Requests, Workflow } from '../ports.ts';
import { refuseStartTooFar } from '../rollout-time.ts';

export interface Submission {
  /** `upgrade-job-` and a ULID. */
  readonly id: string;
  readonly spec: JobSpec;
  /** The agents that the request names; none where the workflow finds them. */
  readonly targets: readonly string[];
  /** Equal for equal requests, and for no others. */
  readonly fingerprint: string;
  readonly requestedBy: string;
  /** The caller's Idempotency-Key, where there is one. */
  readonly key: string | undefined;
}

export interface SubmittingPorts {
  readonly requests: Requests;
  readonly jobs: Jobs;
  readonly workflow: Workflow;
  /** How long a wave of the default plan is watched in this deployment. */
  readonly bakeSeconds: number;
  /** Does this deployment take simulated jobs only? */
  readonly dryRunOnly: boolean;
}

/**
 * Stores the job and starts its workflow. Order: request, job, targets, execution, each repeatable, so that a repeat with the same key
 * completes what a crash left undone, and the reconciler finds a job whose workflow never started. Answers the job as it is then.
 * @throws Refusal where the key is no key, or was used for another request; where this deployment only simulates, or the start is too far off
 */
export async function submitUpgrade(ports: SubmittingPorts, submission: Submission, now: Date): Promise<Job> {
  const { spec, requestedBy } = submission;
  refuseWhereOnlySimulated(ports.dryRunOnly, spec.simulated ?? false);
  refuseStartTooFar(spec.rollout, ports.bakeSeconds, now);
  const { jobId, submittedAt } = await firstSubmission(ports.requests, submission, now);
  const job = newJob(jobId, spec, requestedBy, ports.bakeSeconds, submittedAt);
  await ports.jobs.create(job, submission.targets);
  await ports.workflow.start(job.id, job.execution.name);
  return submission.key === undefined ? job : ((await ports.jobs.get(jobId)) ?? job);
}

async function firstSubmission(requests: Requests, { id, fingerprint, requestedBy, key }: Submission, now: Date) {
  const submitted = { jobId: id, fingerprint, submittedAt: now };
  if (key === undefined) return submitted;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Refusal(
      'malformed',
      'IDEMPOTENCY_KEY_INVALID',
      'An Idempotency-Key has 1 to 255 printable ASCII characters.',
    );
  }
  const first = await requests.remember(requestedBy, key, submitted);
  if (first.fingerprint === fingerprint) return first;
  const what = `This Idempotency-Key stands for another request, which made ${first.jobId}`;
  throw new Refusal('conflict', 'IDEMPOTENCY_KEY_REUSED', `${what}. Use a new key for a new request.`);
}
