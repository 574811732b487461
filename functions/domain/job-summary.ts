import * as z from 'zod';
import { jobSchema } from './job.ts';

/** Of what cannot be read any more null is listed: one broken job must not hide those beside it. */
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);

const { id, createdAt, targetVersion, status, phase, reason, simulated, requestedBy, action, targetCount } =
  jobSchema.shape;
const { fence, detail, gate, completedAt, parentJobId, note } = jobSchema.shape;

/** What lists tell of a job, in the order in which they tell it: no agents, and nothing that would have to be read beside the job itself. */
export const jobSummarySchema = z
  .object({
    id,
    targetVersion: orNull(targetVersion),
    status: orNull(status),
    phase: orNull(phase),
    reason: orNull(reason),
    detail: orNull(detail),
    simulated: orNull(simulated),
    createdAt,
    completedAt: orNull(completedAt),
    requestedBy: orNull(requestedBy),
    parentJobId: orNull(parentJobId),
    note: orNull(note),
    action: orNull(action),
    targetCount: orNull(targetCount),
    gate: orNull(gate),
    /** Undefined where it cannot be read: nobody who has a fence is shown the job then. */
    fence: fence.optional().catch(undefined),
  })
  .transform(({ gate, detail, targetCount, ...told }) => ({
    ...told,
    detail: gate === null || gate.state === 'open' ? detail : gate.detail,
    /** Agents that are named, or found so far; those that are excluded among them. */
    agentCount: targetCount,
  }));
export type JobSummary = z.output<typeof jobSummarySchema>;
