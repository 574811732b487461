import * as z from 'zod';
import { agentUuidSchema } from './agent.ts';
import { type JobReasonCode, jobReasons } from './reasons.ts';
import { versionSchema } from './version.ts';

const jobStatuses = ['pending', 'running', 'success', 'failed'] as const;

const jobPhases = ['planning', 'scheduled', 'running', 'done'] as const;

const jobReasonSchema = z.enum(Object.keys(jobReasons) as [JobReasonCode, ...JobReasonCode[]]);

export const jobIdSchema = z
  .string()
  .regex(/^upgrade-job-[0-9A-HJKMNP-TV-Z]{26}$/, 'an id such as upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D');

const waveSchema = z.strictObject({
  /** The wave's batches are `firstBatch` up to, not including, `endBatch`. */
  firstBatch: z.int().min(0),
  endBatch: z.int().min(0),
});
export type Wave = z.infer<typeof waveSchema>;

export const jobSchema = z.strictObject({
  id: jobIdSchema,
  targetVersion: versionSchema,
  status: z.enum(jobStatuses),
  phase: z.enum(jobPhases),
  /** Why the job is where it is. */
  reason: jobReasonSchema,
  createdAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  /** The subject of the caller's token. */
  requestedBy: z.string(),
  note: z.string().nullable(),
  allowDowngrade: z.boolean(),
  rollout: z.strictObject({
    /** Most agents in flight at once. */
    concurrency: z.int().min(1),
    startAt: z.iso.datetime().nullable(),
  }),
  targetCount: z.int().min(1),
  plan: z.strictObject({
    /** Target chunks that are planned, from the first. */
    chunks: z.int().min(0),
    /** Batches that these chunks came to. */
    batches: z.int().min(0),
    /** Written last: before it nothing is sent. */
    waves: z.array(waveSchema).nullable(),
  }),
  /** May the job still send? Once closed it stays closed. */
  gate: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open') }),
    z.strictObject({ state: z.literal('closed'), reason: jobReasonSchema, detail: z.string() }),
  ]),
  /** Counts passes over unsettled batches that settled none, to notice a job that is stuck. */
  pass: z.strictObject({ unsettled: z.int().min(0), idle: z.int().min(0) }),
  /** Task token of the execution while it waits until woken. */
  waitToken: z.string().nullable(),
  execution: z.strictObject({
    name: z.string(),
    /** How often the reconciler started the workflow again. */
    restarts: z.int().min(0),
  }),
  /** Raised by every write; a write names the revision that it read. */
  revision: z.int().min(0),
});
export type Job = z.infer<typeof jobSchema>;

/** Most targets that one request may name. */
export const MOST_TARGETS = 10_000;

/** One spelling of the list: a JSON array, or one comma-separated string as in the original API's own example. */
const agentUuids = z
  .union([z.string().transform((text) => text.split(',').map((part) => part.trim())), z.array(z.string())], {
    error: 'a list of agentUuids, or one comma-separated string',
  })
  .pipe(z.array(agentUuidSchema).min(1, 'name at least one agent'))
  .transform((ids) => [...new Set(ids)])
  .refine((ids) => ids.length <= MOST_TARGETS, `at most ${MOST_TARGETS} different agents in one job`);

export const upgradeRequestSchema = z.strictObject({
  agentUuids,
  targetVersion: versionSchema,
  note: z.string().max(1000).optional(),
  allowDowngrade: z.boolean().default(false),
  rollout: z
    .strictObject({
      concurrency: z.int().min(1).max(100_000).optional(),
      startAt: z.iso.datetime({ offset: true }).optional(),
    })
    .default({}),
});
export type UpgradeRequest = z.infer<typeof upgradeRequestSchema>;

/** Agents in flight at once where the caller names no limit. */
const DEFAULT_CONCURRENCY = 50;

export function newJob(id: string, request: UpgradeRequest, requestedBy: string, now: Date): Job {
  return {
    id,
    targetVersion: request.targetVersion,
    status: 'pending',
    phase: 'planning',
    reason: 'SUBMITTED',
    createdAt: now.toISOString(),
    completedAt: null,
    requestedBy,
    note: request.note ?? null,
    allowDowngrade: request.allowDowngrade,
    rollout: {
      concurrency: request.rollout.concurrency ?? DEFAULT_CONCURRENCY,
      startAt: request.rollout.startAt === undefined ? null : new Date(request.rollout.startAt).toISOString(),
    },
    targetCount: request.agentUuids.length,
    plan: { chunks: 0, batches: 0, waves: null },
    gate: { state: 'open' },
    pass: { unsettled: 0, idle: 0 },
    waitToken: null,
    execution: { name: id, restarts: 0 },
    revision: 0,
  };
}

/** The job sends nothing more. A gate that is closed keeps its first reason. */
export function closeGate(job: Job, reason: JobReasonCode, detail: string): Job {
  return job.gate.state === 'closed' ? job : { ...job, gate: { state: 'closed', reason, detail } };
}
