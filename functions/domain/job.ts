import * as z from 'zod';
import { jobEventSchema } from './job-event.ts';
import { jobPhases, jobReasonSchema, jobStatuses } from './job-state.ts';
import type { JobReasonCode } from './reasons.ts';
import { countOf, sizeSchema } from './size.ts';
import { plannedWaveSchema, plannedWaves, type UpgradeRequest } from './upgrade-request.ts';
import { versionSchema } from './version.ts';
import { windowSchema } from './window.ts';

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
    /** When commands may be sent and a switch may begin; null means always. */
    window: windowSchema.nullable(),
    /** Together they are all targets. */
    waves: z.array(plannedWaveSchema).min(1),
    /** Failed agents that the job bears, as a count or a percent of the finished ones; null bears all. */
    failureThreshold: sizeSchema.nullable(),
    /** What happens where more fail. */
    onFailure: z.enum(['halt', 'pause']),
  }),
  targetCount: z.int().min(1),
  plan: z.strictObject({
    /** Target chunks that are planned, from the first. */
    chunks: z.int().min(0),
    /** Batches that these chunks came to. */
    batches: z.int().min(0),
    /** For each wave, where its batches end as far as it is planned. */
    waveEnds: z.array(z.int().min(0)),
    /** Written last: before it nothing is sent. */
    waves: z.array(waveSchema).nullable(),
  }),
  /** May the job still send? Held, it may again once it is resumed; closed it stays closed. */
  gate: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open') }),
    z.strictObject({ state: z.enum(['held', 'closed']), reason: jobReasonSchema, detail: z.string() }),
  ]),
  /** Agents that had finished when the job was last resumed: they no longer count for the failure threshold. */
  forgiven: z.strictObject({ finished: z.int().min(0), failed: z.int().min(0) }),
  /** The wave that is being watched, and until when. */
  bake: z.strictObject({ wave: z.int().min(0), until: z.iso.datetime() }).nullable(),
  /** Counts passes over unsettled batches that settled none, to notice a job that is stuck. */
  pass: z.strictObject({ unsettled: z.int().min(0), idle: z.int().min(0) }),
  /** Task token of the execution while it waits until woken. */
  waitToken: z.string().nullable(),
  execution: z.strictObject({
    name: z.string(),
    /** How often the reconciler started the workflow again. */
    restarts: z.int().min(0),
  }),
  /** The newest entry of the audit trail; those before it are stored beside the job. */
  lastEvent: jobEventSchema,
  /** Raised by every write; a write names the revision that it read. */
  revision: z.int().min(0),
});
export type Job = z.infer<typeof jobSchema>;

/** Agents in flight at once where the caller names no limit. */
const DEFAULT_CONCURRENCY = 50;

export function newJob(id: string, request: UpgradeRequest, requestedBy: string, now: Date): Job {
  const targetCount = request.agentUuids.length;
  const {
    concurrency = DEFAULT_CONCURRENCY,
    startAt,
    window = null,
    failureThreshold = null,
    onFailure,
  } = request.rollout;
  const waves = plannedWaves(request.rollout, targetCount);
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
      concurrency: countOf(concurrency, targetCount),
      startAt: startAt === undefined ? null : new Date(startAt).toISOString(),
      window,
      waves,
      failureThreshold,
      onFailure,
    },
    targetCount,
    plan: { chunks: 0, batches: 0, waveEnds: waves.map(() => 0), waves: null },
    gate: { state: 'open' },
    forgiven: { finished: 0, failed: 0 },
    bake: null,
    pass: { unsettled: 0, idle: 0 },
    waitToken: null,
    execution: { name: id, restarts: 0 },
    lastEvent: {
      number: 1,
      at: now.toISOString(),
      by: requestedBy,
      phase: 'planning',
      reason: 'SUBMITTED',
      detail: request.note ?? null,
    },
    revision: 0,
  };
}

/** The job sends nothing until it is resumed. A gate that is held or closed keeps its first reason. */
export function holdGate(job: Job, reason: JobReasonCode, detail: string): Job {
  return job.gate.state === 'open' ? { ...job, gate: { state: 'held', reason, detail } } : job;
}

/** The job sends nothing more. A gate that is closed keeps its first reason. */
export function closeGate(job: Job, reason: JobReasonCode, detail: string): Job {
  return job.gate.state === 'closed' ? job : { ...job, gate: { state: 'closed', reason, detail } };
}
