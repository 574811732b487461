import { Refusal } from '../errors.ts';
import type { Job } from '../job.ts';
import { planDifferences } from '../plan-differences.ts';
import { type PlannedChunk, planHashOf } from '../plan-hash.ts';
import type { Jobs, Plans } from '../ports.ts';
import { TARGETS_PER_CHUNK } from '../rollout.ts';
import { type DecidingPorts, decideChunk, extendPlan } from './plan-rollout.ts';
import { type PlannedJob, plannedJob, simulatedJobOf } from './simulated-plan.ts';

export type CitingPorts = DecidingPorts & { readonly jobs: Jobs; readonly plans: Plans };

/** Agents that a refusal names. */
const MOST_AGENTS = 20;

/**
 * Refuses a job that cites a plan that no simulated job came to, or another one than it would come to now. Targets that the workflow
 * finds are not known yet: there the workflow compares. Stores nothing.
 * @throws Refusal (conflict)
 */
export async function refuseChangedPlan(
  ports: CitingPorts,
  job: Job,
  targets: readonly string[],
  now: Date,
): Promise<void> {
  if (job.citedPlan === null) return;
  const simulated = await simulatedJobOf(ports, job.citedPlan, job.fence, now);
  if (simulated === undefined) {
    const why = 'No simulated job of the last 7 days came to the plan with this planHash';
    throw new Refusal('conflict', 'PLAN_UNKNOWN', `${why}. Simulate again, and cite the planHash of that job.`);
  }
  if (job.source.kind !== 'agents') return;
  const planned = await planNow(ports, job, targets);
  if (planHashOf(planned.job, planned.job.plan.digest) === job.citedPlan) return;
  throw planChanged(await plannedJob(ports.jobs, simulated), planned);
}

function planChanged(simulated: PlannedJob, planned: PlannedJob): Refusal {
  const differences = planDifferences(simulated, planned, MOST_AGENTS);
  const what = `The plan would be another one than that of ${simulated.job.id}; differences says in what`;
  const detail = `${what}. Simulate again, and look at the new plan.`;
  return new Refusal('conflict', 'PLAN_CHANGED', detail, [], { differences });
}

/** Plans as the workflow would at this moment: 10,000 targets are 40 chunks of three reads at once each. */
async function planNow(ports: DecidingPorts, job: Job, targets: readonly string[]): Promise<PlannedJob> {
  const chunks: PlannedChunk[] = [];
  let planned = job;
  for (let first = 0; first < targets.length; first += TARGETS_PER_CHUNK) {
    const names = targets.slice(first, first + TARGETS_PER_CHUNK);
    const decisions = await decideChunk(ports, planned, chunks.length, { targets: names, versions: null });
    planned = { ...planned, plan: extendPlan(planned, chunks.length, { targets: names, decisions }) };
    chunks.push({ targets: names, decisions });
  }
  return { job: planned, chunks };
}
