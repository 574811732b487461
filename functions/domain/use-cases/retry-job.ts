import type { Fence } from '../fence.ts';
import type { Job } from '../job.ts';
import { type ArtifactRule, refuseArtifact, refuseSource } from '../own-artifact.ts';
import type { Batches } from '../ports.ts';
import { type RetryRequest, refuseRetry, retryOf } from '../retry.ts';
import { findJobToSteer } from './find-job.ts';
import { resultsOf } from './results-of.ts';
import { type Submission, type SubmittingPorts, submitUpgrade } from './submit-upgrade.ts';

/**
 * Takes up the failed agents of a job that has ended, in a job of its own, which it answers.
 * @param submission the new job's id, who asks with which fence, and what tells this request from others
 * @throws Refusal as findJobToSteer; where an artifact of the caller's own is not allowed; (conflict) where the parent has not ended or has no such agent; as submitUpgrade
 */
export async function retryJob(
  ports: SubmittingPorts & { readonly batches: Batches },
  parentId: string,
  request: RetryRequest,
  allowed: ArtifactRule,
  { fence, ...submission }: Omit<Submission, 'spec' | 'targets'> & { readonly fence: Fence | null },
  now: Date,
): Promise<Job> {
  const parent = await findJobToSteer(ports.jobs, parentId, fence);
  refuseArtifact(request.artifact, parent.targetVersion, allowed);
  if (request.artifact === undefined && parent.artifact !== null) refuseSource(parent.artifact, allowed.sources);
  refuseRetry(parent, request, await resultsOf(ports, parent));
  return submitUpgrade(ports, { ...submission, spec: retryOf(parent, request), targets: [] }, now);
}
