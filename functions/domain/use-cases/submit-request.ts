import type { Job } from '../job.ts';
import { newJob } from '../new-job.ts';
import type { Requests } from '../ports.ts';
import { type CitingPorts, refuseChangedPlan } from './refuse-changed-plan.ts';
import { type Submission, type SubmittingPorts, submitUpgrade } from './submit-upgrade.ts';

/**
 * Submits what a caller asked for. Where the request cites a plan, that is checked before anything is stored, so that a refused request has
 * not used up its key. A repeat is not checked: it is answered with the first job, whatever the fleet has become since, not least by that job.
 * @throws Refusal as refuseChangedPlan and submitUpgrade
 */
export async function submitRequest(
  ports: SubmittingPorts & CitingPorts,
  submission: Submission,
  now: Date,
): Promise<Job> {
  const { id, spec, targets, requestedBy } = submission;
  if (spec.citedPlan !== undefined && !(await isRepeat(ports.requests, submission, now))) {
    const asked = newJob(id, spec, requestedBy, ports.bakeSeconds, now);
    await refuseChangedPlan(ports, asked, targets, now);
  }
  return submitUpgrade(ports, submission, now);
}

/** Was a job made for this key already? */
export const isRepeat = async (requests: Requests, { requestedBy, key }: Submission, now: Date): Promise<boolean> =>
  key !== undefined && (await requests.find(requestedBy, key, now)) !== undefined;
