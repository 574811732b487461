import * as z from 'zod';
import { agentReasonSchema } from './agent-reason.ts';
import { artifactSchema } from './catalogue.ts';
import { fenceSchema } from './fence.ts';
import { jobEventSchema } from './job-event.ts';
import { jobReasonSchema } from './job-reason.ts';
import { jobPhases, jobStatuses } from './job-state.ts';
import { tagLimitSchema } from './lane.ts';
import type { JobReasonCode } from './reasons.ts';
import { recipeNames } from './recipes/recipes.ts';
import { plannedWaveSchema, rolloutRequestSchema } from './rollout-request.ts';
import { selectorSchema } from './selector.ts';
import { sizeSchema } from './size.ts';
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

/** Where a job's targets come from. All but `agents` are found by the workflow, page by page. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agents') }),
  z.strictObject({ kind: z.literal('selector'), selector: selectorSchema }),
  /** The failed agents of the parent job; with `reasons` only those that failed for one of them. */
  z.strictObject({ kind: z.literal('retry'), reasons: z.array(agentReasonSchema).nullable() }),
  /** The agents that the parent job changed, or may have changed. */
  z.strictObject({ kind: z.literal('rollback') }),
]);

const actions = ['upgrade', 'reinstall', 'rollback'] as const;

export const jobSchema = z.strictObject({
  id: jobIdSchema,
  /** The job whose agents this one takes up again or takes back. */
  parentJobId: jobIdSchema.nullable(),
  source: sourceSchema,
  action: z.enum(actions),
  /**
   * For a rollback, the version that most of its agents go back to: each agent has its own. As long as nobody knows one it is `previous`;
   * once the workflow has found the agents, it is theirs.
   */
  targetVersion: versionSchema,
  /** Replaces the catalogue's artifact in this job. */
  artifact: artifactSchema.pick({ url: true, sha256: true, signature: true }).nullable(),
  /** A simulated job sends no command. */
  simulated: z.boolean(),
  /** Names what was planned; null until all of it is. */
  planHash: z.string().nullable(),
  /** The plan that a simulated job came to, and that this one must come to as well. */
  citedPlan: z.string().nullable(),
  status: z.enum(jobStatuses),
  phase: z.enum(jobPhases),
  /** Why the job is where it is. */
  reason: jobReasonSchema,
  /** The same in words, where there is more to say; a gate that is not open has its own. */
  detail: z.string().nullable(),
  createdAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  /** The subject of the caller's token. */
  requestedBy: z.string(),
  /** The agents that whoever asked for it reaches; null for all. Jobs that follow from this one have the same. */
  fence: fenceSchema.nullable().default(null),
  note: z.string().nullable(),
  /** The change that the job belongs to, as whoever asked for it names it. The default is for jobs that were stored before there was such a field. */
  changeTicket: z.string().nullable().default(null),
  allowDowngrade: z.boolean(),
  /** How long an agent that is offline is waited for, from when it was first found so; 0 fails it at once. */
  offlineSeconds: z.int().min(0),
  /** The rollout as it was asked for: what depends on the number of targets is worked out once they are known. */
  asked: z.strictObject({ rollout: rolloutRequestSchema, bakeSeconds: z.int().min(0) }),
  rollout: z.strictObject({
    /** Most agents in flight at once. */
    concurrency: z.int().min(1),
    /** Most agents of each value of a tag in flight at once; null means no such limit. */
    concurrencyPerTag: tagLimitSchema.nullable(),
    startAt: z.iso.datetime().nullable(),
    /** When commands may be sent and a switch may begin; null means always. */
    window: windowSchema.nullable(),
    /** Together they are all targets. */
    waves: z.array(plannedWaveSchema),
    /** Failed agents that the job bears, as a count or a percent of the finished ones. */
    failureThreshold: sizeSchema,
    /** The same while only the first of several waves has begun. */
    canaryThreshold: sizeSchema,
    /** What happens where more fail. */
    onFailure: z.enum(['halt', 'pause', 'rollback']),
    alarms: z.array(z.string()),
    /** When somebody else has to approve; null means never. */
    approval: z.enum(['start', 'after-canary']).nullable(),
  }),
  /** Who approved the job. */
  approved: z.strictObject({ by: z.string(), at: z.iso.datetime() }).nullable(),
  /** Was a rollback asked for? By whom, null where the job's own threshold asks for it, and how: all that making its job again needs. */
  rollbackAsked: z
    .strictObject({
      by: z.string().nullable(),
      note: z.string().nullable(),
      rollout: rolloutRequestSchema.unwrap().nullable(),
    })
    .nullable(),
  /** Counts up while the workflow finds the targets. */
  targetCount: z.int().min(0),
  plan: z.strictObject({
    /** Are all targets known? */
    expanded: z.boolean(),
    /** Where finding targets goes on; null at the beginning. */
    cursor: z.string().nullable(),
    /** Target chunks that are planned, from the first. */
    chunks: z.int().min(0),
    /** Batches that these chunks came to. */
    batches: z.int().min(0),
    /** For each wave, where its batches end as far as it is planned. */
    waveEnds: z.array(z.int().min(0)),
    /** Hash of the planned chunks, from the first; null before there is one. */
    digest: z.string().nullable(),
    /** Written last: before it nothing is sent. */
    waves: z.array(waveSchema).nullable(),
  }),
  /** May the job still send? Held, it may again once it is resumed; closed it stays closed. */
  gate: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open') }),
    z.strictObject({ state: z.enum(['held', 'closed']), reason: jobReasonSchema, detail: z.string() }),
  ]),
  /** Agents that had finished or vanished when the job was last resumed: they no longer count for the threshold. */
  forgiven: z.strictObject({
    finished: z.int().min(0),
    failed: z.int().min(0),
    /** Jobs from before this was counted have none. */
    vanished: z.int().min(0).default(0),
  }),
  /** The wave that is being watched, and until when. */
  bake: z.strictObject({ wave: z.int().min(0), until: z.iso.datetime() }).nullable(),
  /** Counts passes that settled no batch and parked none, to notice a job that is stuck. */
  pass: z.strictObject({ unsettled: z.int().min(0), parked: z.int().min(0), idle: z.int().min(0) }),
  /** Task token of the execution while it waits until woken. */
  waitToken: z.string().nullable(),
  /**
   * For each recipe of ours, the version of its document that the job began with: what the canary showed to be good is what all other waves get,
   * whatever is deployed meanwhile. Jobs from before this was kept have none.
   */
  documentVersions: z.partialRecord(z.enum(recipeNames), z.string()).default({}),
  /** Do its batches keep tallies from the first on? Those of jobs from before there were any do not: to count them would miss failures. */
  tallied: z.boolean().default(false),
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

/** The pass counter before the first pass, and after whatever makes the passes so far say nothing. */
export const noPass: Job['pass'] = { unsettled: 0, parked: 0, idle: 0 };

/** The job sends nothing until it is resumed. A gate that is held or closed keeps its first reason. */
export function holdGate(job: Job, reason: JobReasonCode, detail: string): Job {
  return job.gate.state === 'open' ? { ...job, gate: { state: 'held', reason, detail } } : job;
}

/** The job sends nothing more. A gate that is closed keeps its first reason. */
export function closeGate(job: Job, reason: JobReasonCode, detail: string): Job {
  return job.gate.state === 'closed' ? job : { ...job, gate: { state: 'closed', reason, detail } };
}
