import type { Batch } from '../batch.ts';
import type { Facts } from '../decide.ts';
import type { Job } from '../job.ts';
import type { Agents, Alarms, Batches, Catalogue, Freezes, Jobs } from '../ports.ts';
import { alarmOf } from './alarm-of.ts';
import { deprecationOf } from './deprecation-of.ts';
import { freezeOf } from './freeze-of.ts';
import { loadJob } from './load-job.ts';
import { reachableBatches } from './reachable-batches.ts';
import type { SeeingPorts } from './see-nodes.ts';

export interface FactPorts extends SeeingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly freezes: Freezes;
  readonly catalogue: Pick<Catalogue, 'get'>;
  readonly alarms: Alarms;
  readonly pace: Facts['pace'];
}

/** What deciding about the job needs to know, read now. Of a job that sends nothing anyway, less is read. */
export async function jobFacts(
  ports: FactPorts,
  job: Job,
  now: Date,
): Promise<Facts & { readonly batches: readonly Batch[] }> {
  const batches = await ports.batches.list(job.id, 0, job.plan.batches);
  const { pace } = ports;
  const parentHasEnded = await hasParentEnded(ports.jobs, job);
  const sends = job.gate.state === 'open' && job.plan.waves !== null && !job.simulated;
  const known = { batches, parentHasEnded, pace };
  if (!sends) return { ...known, freeze: null, deprecation: null, alarm: null, reachable: new Set() };
  const freeze = await freezeOf(ports, batches, now);
  const deprecation = await deprecationOf(ports.catalogue, job, batches);
  const reachable = await reachableBatches(ports, batches);
  return { ...known, freeze, deprecation, alarm: await alarmOf(ports.alarms, job.rollout.alarms), reachable };
}

async function hasParentEnded(jobs: Jobs, { parentJobId, plan }: Job): Promise<boolean> {
  if (parentJobId === null || plan.waves !== null) return true;
  return (await loadJob(jobs, parentJobId)).phase === 'done';
}
