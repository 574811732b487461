import * as z from 'zod';
import { jobIdSchema } from '../domain/job.ts';
import { jobPhases, jobStatuses } from '../domain/job-state.ts';
import { versionSchema } from '../domain/version.ts';
import { paging } from './query.ts';

/** In a query a `+` means a space. */
const time = z.iso
  .datetime({ offset: true, error: 'a time such as 2026-01-15T08:00:00Z; the + of an offset is written as %2B' })
  .transform((text) => new Date(text).toISOString());

export const listJobsQuery = z.strictObject({
  status: z.enum(jobStatuses).optional(),
  phase: z.enum(jobPhases).optional(),
  targetVersion: versionSchema.optional(),
  requestedBy: z.string().min(1).max(256).optional(),
  parentJobId: jobIdSchema.optional(),
  createdAfter: time.optional(),
  createdBefore: time.optional(),
  ...paging,
});
