import { closeGate, type Job } from '../job.ts';
import { differenceInWords, planDifferences } from '../plan-differences.ts';
import { planHashOf } from '../plan-hash.ts';
import type { Jobs, Plans } from '../ports.ts';
import { wavesOf } from '../rollout.ts';
import { plannedJob, simulatedJobOf } from './simulated-plan.ts';

/** How long a simulated plan may be cited. */
const PLAN_LIFETIME_MS = 7 * 86_400_000;

/** Agents that the job's detail names, and its characters: it goes into every answer. */
const MOST_AGENTS = 5;
const LONGEST_DETAIL = 1_000;

/**
 * The job with all its targets planned, unsaved. The plan of a simulated job may be cited from now on; a job that cites another
 * plan than it came to is stopped before it sends anything.
 */
export async function completePlan(
  ports: { readonly jobs: Jobs; readonly plans: Plans },
  job: Job,
  now: Date,
): Promise<Job> {
  const planHash = planHashOf(job, job.plan.digest);
  const planned: Job = { ...job, planHash, plan: { ...job.plan, waves: wavesOf(job.plan.waveEnds) } };
  if (job.simulated) await ports.plans.remember(planHash, job.id, new Date(now.getTime() + PLAN_LIFETIME_MS));
  if (job.citedPlan === null || job.citedPlan === planHash) return planned;
  return closeGate(planned, 'PLAN_CHANGED', await whatDiffers(ports, planned, job.citedPlan, now));
}

async function whatDiffers(
  ports: { readonly jobs: Jobs; readonly plans: Plans },
  job: Job,
  cited: string,
  now: Date,
): Promise<string> {
  const simulated = await simulatedJobOf(ports, cited, job.fence, now);
  if (simulated === undefined) return 'The plan is another one than the cited one, which is no longer known.';
  const plans = [await plannedJob(ports.jobs, simulated), await plannedJob(ports.jobs, job)] as const;
  const differences = planDifferences(...plans, MOST_AGENTS).map(differenceInWords);
  return `The plan is another one than that of ${simulated.id}: ${differences.join('. ')}.`.slice(0, LONGEST_DETAIL);
}
