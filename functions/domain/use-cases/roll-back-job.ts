import { refuseWhereOnlySimulated } from '../dry-run.ts';
import type { Caller } from '../fence.ts';
import type { Job } from '../job.ts';
import type { Workflow } from '../ports.ts';
import { askRollback, fastRollout, type RollbackRequest, refuseRollback } from '../rollback.ts';
import { refuseStartTooFar } from '../rollout-time.ts';
import { findJobToSteer } from './find-job.ts';
import { resultsOf } from './results-of.ts';
import { saveJob } from './save-job.ts';
import { startRollback } from './start-rollback.ts';
import { cancelWhatIsUnderWay, type SteeringPorts } from './steer-job.ts';
import { whileOthersWrite } from './while-others-write.ts';

export type RollingBackPorts = SteeringPorts & {
  readonly workflow: Workflow;
  /** Does this deployment take simulated jobs only? */
  readonly dryRunOnly: boolean;
};

/**
 * Takes back what a job changed, in a job of its own, which it answers. One that runs is ended first: it sends nothing more, and its
 * commands whose switch has not begun are cancelled. Order: the parent, its workflow, its commands, the rollback job; whoever repeats
 * it completes what a crash left undone and is answered the same job.
 * @throws Refusal as findJobToSteer; (conflict) where there is nothing to take back, or it cannot be; (unacceptable) where this deployment only simulates, or the start is too far off
 */
export async function rollBackJob(
  ports: RollingBackPorts,
  jobId: string,
  request: RollbackRequest,
  caller: Caller,
  now: Date,
): Promise<Job> {
  refuseWhereOnlySimulated(ports.dryRunOnly, false);
  refuseStartTooFar(fastRollout(request.rollout ?? {}), 0, now);
  const { parent, results } = await whileOthersWrite(() => ask(ports, jobId, request, caller, now));
  if (parent.waitToken !== null) await ports.waker.wake(parent.waitToken);
  if (parent.phase !== 'done') await cancelWhatIsUnderWay(ports, parent);
  return startRollback(ports, parent, results, now);
}

/** Writes into the parent that it is to be taken back, unless that is there already. */
async function ask(ports: RollingBackPorts, jobId: string, request: RollbackRequest, caller: Caller, now: Date) {
  const { subject, fence } = caller;
  const job = await findJobToSteer(ports.jobs, jobId, fence);
  const results = await resultsOf(ports, job);
  if (job.rollbackAsked !== null) return { parent: job, results };
  refuseRollback(job, results);
  return { parent: await saveJob(ports.jobs, job, askRollback(job, request, subject), subject, now), results };
}
