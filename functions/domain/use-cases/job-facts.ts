import type { Batch } from '../batch.ts';
import type { Facts } from '../decide.ts';
import type { Job } from '../job.ts';
import type { Batches, Jobs } from '../ports.ts';
import { loadJob } from './load-job.ts';

export interface FactPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
}

/** What deciding about the job needs to know, read now. */
export async function jobFacts(ports: FactPorts, job: Job): Promise<Facts & { readonly batches: readonly Batch[] }> {
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  return { batches, parentHasEnded: await parentHasEnded(ports.jobs, job), freeze: null, alarm: null };
}

async function parentHasEnded(jobs: Jobs, { parentJobId, plan }: Job): Promise<boolean> {
  if (parentJobId === null || plan.waves !== null) return true;
  return (await loadJob(jobs, parentJobId)).phase === 'done';
}
