import * as z from 'zod';
import { jobReasonSchema } from './job-reason.ts';
import { jobPhases } from './job-state.ts';

/** One entry of a job's audit trail: what became of the job, why, and who asked for it. */
export const jobEventSchema = z.strictObject({
  /** 1, 2, 3 … without gaps. */
  number: z.int().min(1),
  at: z.iso.datetime(),
  /** The subject of the token of whoever asked for it; null where the job went on by itself. */
  by: z.string().nullable(),
  phase: z.enum(jobPhases),
  reason: jobReasonSchema,
  /** More words, where there are some. */
  detail: z.string().nullable(),
});
export type JobEvent = z.infer<typeof jobEventSchema>;

interface Changing {
  readonly phase: JobEvent['phase'];
  readonly reason: JobEvent['reason'];
  readonly detail: string | null;
  readonly gate:
    | { readonly state: 'open' }
    | { readonly state: 'held' | 'closed'; readonly reason: JobEvent['reason']; readonly detail: string };
  readonly approved: { readonly by: string } | null;
  readonly rollbackAsked: { readonly by: string | null } | null;
  readonly lastEvent: JobEvent;
}

/** The event that tells what changed from one to the other; undefined where nothing did that an auditor asks for. */
export function eventOf(before: Changing, after: Changing, by: string | null, now: Date): JobEvent | undefined {
  const said = whatChanged(before, after);
  if (said === undefined) return undefined;
  return { number: before.lastEvent.number + 1, at: now.toISOString(), by, phase: after.phase, ...said };
}

/** A gate that moves says more than the phase that follows from it. */
function whatChanged(before: Changing, after: Changing): Pick<JobEvent, 'reason' | 'detail'> | undefined {
  const { gate } = after;
  if (JSON.stringify(gate) !== JSON.stringify(before.gate)) {
    return gate.state === 'open' ? { reason: 'RESUMED', detail: null } : { reason: gate.reason, detail: gate.detail };
  }
  if (after.approved !== null && before.approved === null)
    return { reason: 'APPROVED', detail: `Approved by ${after.approved.by}.` };
  if (after.rollbackAsked !== null && before.rollbackAsked === null)
    return { reason: 'ROLLED_BACK', detail: `Rolled back by ${after.rollbackAsked.by ?? 'the job itself'}.` };
  if (after.phase === before.phase && after.reason === before.reason) return undefined;
  return { reason: after.reason, detail: after.detail };
}
