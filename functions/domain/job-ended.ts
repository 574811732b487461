import * as z from 'zod';
import { type Job, jobSchema } from './job.ts';
import { type AgentResult, progressOf } from './results.ts';

/** What the event is told as. */
export const JOB_ENDED = { source: 'fleet-upgrade', detailType: 'Upgrade Job Ended' } as const;

const count = z.int().min(0);
const { id, parentJobId, action, simulated, reason, requestedBy, changeTicket, createdAt } = jobSchema.shape;

/**
 * What is told of a job when it has ended: the `detail` of the event "Upgrade Job Ended". Fields may be added; those that are here stay.
 * It tells what nobody has to keep secret within the account: no notes, and no agents by their names.
 */
export const jobEndedSchema = z.object({
  environment: z.string().describe('The environment that the job belongs to, such as prod.'),
  jobId: id.describe('Names the end: the same job ends once, and an event that comes twice has the same jobId.'),
  parentJobId: parentJobId.describe('The job that this one takes up again or takes back; null for others.'),
  action: action.describe('What the job was to do.'),
  simulated: simulated.describe('True where the job sent nothing.'),
  targetVersion: z.string().describe('The version that the agents were to run.'),
  status: z.enum(['success', 'failed']).describe('success only where every agent is.'),
  reason: reason.describe('Why it ended so: one of the reasons of jobs.'),
  detail: z.string().nullable().describe('The same in words, where there is more to say.'),
  requestedBy: requestedBy.describe("The subject of the caller's token."),
  changeTicket: changeTicket.unwrap().describe('The change that the job belongs to, where the request named one.'),
  createdAt: createdAt.describe('When it was asked for, in UTC.'),
  completedAt: z.iso.datetime().describe('When it ended, in UTC.'),
  durationSeconds: count.describe('Between the two.'),
  agents: z
    .object({
      total: count.describe('All that count.'),
      succeeded: count,
      failed: count,
      skipped: count.describe('Of the succeeded: those that ran the version already.'),
      excluded: count.describe('Agents whose node was terminated; they are not in total.'),
    })
    .describe('How many agents came to what.'),
});

/** All but the environment, which whoever tells it knows. */
export type JobEnded = Omit<z.infer<typeof jobEndedSchema>, 'environment'>;

/** @param job one that is done */
export function jobEndedOf(job: Job, results: readonly AgentResult[]): JobEnded {
  const { gate, createdAt } = job;
  const { total, succeeded, failed, skipped } = progressOf(results);
  const completedAt = job.completedAt ?? createdAt;
  return {
    jobId: job.id,
    parentJobId: job.parentJobId,
    action: job.action,
    simulated: job.simulated,
    targetVersion: job.targetVersion,
    status: job.status === 'success' ? 'success' : 'failed',
    reason: job.reason,
    detail: gate.state === 'open' ? job.detail : gate.detail,
    requestedBy: job.requestedBy,
    changeTicket: job.changeTicket,
    createdAt,
    completedAt,
    durationSeconds: Math.max(0, Math.round((Date.parse(completedAt) - Date.parse(createdAt)) / 1000)),
    agents: { total, succeeded, failed, skipped, excluded: results.length - total },
  };
}

/** Who wants to know that a job ended. */
export interface Announcements {
  /** Tells that the job has ended. Whoever hears it may hear it again. @throws where it could not be told */
  jobEnded(event: JobEnded): Promise<void>;
}
