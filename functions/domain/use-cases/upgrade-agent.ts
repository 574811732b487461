import type { Fence } from '../fence.ts';
import type { Job } from '../job.ts';
import { findAgent } from './find-agent.ts';
import type { CitingPorts } from './refuse-changed-plan.ts';
import { isRepeat, submitRequest } from './submit-request.ts';
import type { Submission, SubmittingPorts } from './submit-upgrade.ts';

/**
 * Submits the upgrade of the one agent that the submission names. An agent that is not registered is refused before anything is stored: with
 * nobody else in the job there is nobody for whom it would have to go on, and the address says what GET says of it. A repeat is answered with
 * the first job, also where the agent is gone by now.
 * @throws Refusal as findAgent and submitRequest
 */
export async function upgradeAgent(
  ports: SubmittingPorts & CitingPorts,
  submission: Submission,
  fence: Fence | null,
  now: Date,
): Promise<Job> {
  const [agentUuid = ''] = submission.targets;
  if (!(await isRepeat(ports.requests, submission, now))) await findAgent(ports.agents, agentUuid, fence);
  return submitRequest(ports, submission, now);
}
