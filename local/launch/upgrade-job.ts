import * as z from 'zod';

const version = z.string().nullable();

/** What a caller of the API reads of a job; whatever else it answers is kept. */
export const upgradeJobSchema = z.looseObject({
  id: z.string(),
  targetVersion: z.string(),
  status: z.enum(['pending', 'running', 'success', 'failed']),
  phase: z.string(),
  reason: z.string(),
  completedAt: z.string().nullable(),
  progress: z.looseObject({
    total: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    running: z.number(),
    pending: z.number(),
    percent: z.number(),
  }),
  agents: z.array(
    z.looseObject({
      agentUuid: z.string(),
      oldVersion: version,
      newVersion: version,
      status: z.string().nullable(),
      reason: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** The job that takes this one back; a job that is a rollback itself has none of this. */
  rollback: z.looseObject({ jobId: z.string().nullable() }).optional(),
});
export type UpgradeJob = z.infer<typeof upgradeJobSchema>;
