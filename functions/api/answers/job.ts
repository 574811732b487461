import * as z from 'zod';
import { jobReasonSchema } from '../../domain/job-reason.ts';
import { jobPhases, jobStatuses } from '../../domain/job-state.ts';
import { recipeNames } from '../../domain/recipes/recipes.ts';
import { steeringActions } from '../../domain/steer.ts';
import { jobAgentSchema } from './job-agent.ts';
import { nextCursor, pageOf, time, timeOrNull } from './times.ts';

const count = (description: string) => z.int().min(0).meta({ description, example: 2 });

const progressSchema = z
  .strictObject({
    total: count('Agents that are not excluded.'),
    succeeded: count('Agents that are done with success.'),
    failed: count('Agents that are done and failed.'),
    skipped: count('Of the succeeded: already at the target version, so that nothing was done.'),
    running: count('Agents that were sent a command, and those whose outcome is being found out.'),
    pending: count('Agents that were sent nothing yet.'),
    percent: z
      .int()
      .min(0)
      .max(100)
      .meta({ description: 'Agents that are done, rounded down: 100 means all.', example: 100 }),
    etaSeconds: z.number().min(0).nullable().meta({
      description: 'Seconds until the end, estimated from the pace so far; null where nothing can be said.',
      example: null,
    }),
  })
  .meta({ id: 'Progress', description: 'How far a job is.' });

const size = (description: string) =>
  z
    .union([z.int(), z.string()])
    .meta({ description: `${description} A count, or a percent such as "2%".`, example: '2%' });

const waveSchema = z
  .strictObject({
    number: z.int().min(1).meta({ description: 'From 1.', example: 1 }),
    agents: count('Agents of the wave.'),
    bakeSeconds: z
      .int()
      .min(0)
      .meta({ description: 'How long the wave is watched before the next begins, in seconds.', example: 300 }),
    failureThreshold: size('Failed agents that are borne in this wave.'),
  })
  .meta({ id: 'Wave', description: 'A part of a job that runs before the next part may start.' });

const takesBack = z
  .array(
    z.strictObject({
      agentType: z.string().meta({ description: 'The agent type.', example: 'demo-agent' }),
      recipe: z
        .enum(recipeNames)
        .nullable()
        .meta({ description: 'How it is upgraded; null where the deployment no longer knows the type.' }),
      sentence: z.string().meta({ description: 'What a rollback takes back of it, for people.' }),
    }),
  )
  .meta({ description: 'For each agent type of the job, what a rollback takes back of it.' });

const jobId = (description: string) =>
  z.string().meta({ description, example: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D' });

const jobIdOrNull = (description: string) => jobId(description).nullable().meta({ description });

/** What a list tells of each job, and a job of itself. */
const summary = {
  id: jobId('The job.'),
  targetVersion: z.string().meta({ description: 'The version that its agents are to run.', example: '1.5.0' }),
  status: z.enum(jobStatuses).meta({ description: '`success` only where every agent is.', example: 'success' }),
  simulated: z.boolean().meta({ description: 'A simulated job plans and sends nothing.', example: false }),
  createdAt: time('When it was asked for.'),
  completedAt: timeOrNull('When it ended; null until then.'),
  phase: z.enum(jobPhases).meta({ description: 'Where the job is, in more detail than its status.', example: 'done' }),
  reason: jobReasonSchema.meta({ description: 'Why it is there.', example: 'ALL_SUCCEEDED' }),
  detail: z
    .string()
    .nullable()
    .meta({ description: 'The same for people, where there is more to say.', example: null }),
  requestedBy: z.string().meta({ description: "The subject of the requester's token.", example: 'ci-pipeline' }),
  note: z.string().nullable().meta({ description: "The requester's own words.", example: 'CHG-1042' }),
  parentJobId: jobIdOrNull('The job whose agents this one takes up again or takes back; null where there is none.'),
  action: z
    .enum(['upgrade', 'reinstall', 'rollback'])
    .meta({ description: 'What it does with its agents.', example: 'upgrade' }),
};

export const jobSchema = z
  .strictObject({
    ...summary,
    agents: z
      .array(jobAgentSchema)
      .meta({ description: 'Its agents, all of them up to 10,000; of more the first 250.' }),
    nextCursor,
    excluded: z
      .array(jobAgentSchema)
      .meta({ description: 'Agents whose nodes were terminated: they count for nothing.' }),
    progress: progressSchema,
    waves: z.array(waveSchema).meta({ description: 'The waves as they were planned; none before that.' }),
    changeTicket: z
      .string()
      .nullable()
      .meta({ description: 'The change that the job belongs to; null where none was named.', example: null }),
    planHash: z
      .string()
      .nullable()
      .meta({ description: 'Names what was planned; null until all of it is.', example: null }),
    estimate: z
      .strictObject({
        seconds: z.number().min(0).meta({ description: 'How long, in seconds.', example: 660 }),
        costUsd: z.number().min(0).meta({ description: 'US dollars at list prices in us-east-1.', example: 0.0021 }),
      })
      .nullable()
      .optional()
      .meta({ description: 'Of a simulated job: what a real one would take. Null before it is planned.' }),
    artifact: z
      .strictObject({
        url: z.string().meta({ description: 'Where it is, without its query.' }),
        sha256: z.string().nullable().meta({ description: 'Its SHA-256 in hexadecimal digits.' }),
        signature: z.string().nullable().meta({ description: 'Its Ed25519 signature in base64.' }),
      })
      .nullable()
      .meta({ description: "What replaces the catalogue's artifact in this job; null where nothing does." }),
    allowed: z
      .array(z.enum([...steeringActions, 'retry', 'rollback']))
      .meta({ description: 'What can be done with the job now.', example: ['rollback'] }),
    rollback: z
      .strictObject({
        jobId: jobIdOrNull('The job that takes this one back; null where there is none.'),
        takesBack,
      })
      .optional()
      .meta({ description: 'The way back; absent in a rollback.' }),
    takesBack: takesBack.optional(),
  })
  .meta({ id: 'Job', description: 'A batch upgrade and how it goes.' });

const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().meta({ ...schema.meta() });

const jobSummarySchema = z
  .strictObject({
    ...summary,
    targetVersion: orNull(summary.targetVersion),
    status: orNull(summary.status),
    simulated: orNull(summary.simulated),
    phase: orNull(summary.phase),
    reason: orNull(summary.reason),
    requestedBy: orNull(summary.requestedBy),
    action: orNull(summary.action),
    agentCount: orNull(count('Agents that are named, or found so far.')),
  })
  .meta({
    id: 'JobSummary',
    description: 'A job without its agents. Null is also what of a stored job can no longer be read.',
  });
export const jobsSchema = pageOf(jobSummarySchema).meta({ id: 'Jobs', description: 'A page of jobs.' });

const jobEventSchema = z
  .strictObject({
    number: z.int().min(1).meta({ description: '1, 2, 3 … without gaps.', example: 1 }),
    at: time('When it happened.'),
    by: z
      .string()
      .nullable()
      .meta({ description: 'Who asked for it; null where the job went on by itself.', example: 'ci-pipeline' }),
    phase: z.enum(jobPhases).meta({ description: 'Where the job was then.', example: 'planning' }),
    reason: jobReasonSchema.meta({ description: 'Why.', example: 'SUBMITTED' }),
    detail: z.string().nullable().meta({ description: 'More words, where there are some.', example: null }),
  })
  .meta({ id: 'JobEvent', description: "An entry of a job's audit trail." });

export const jobEventsSchema = pageOf(jobEventSchema).meta({
  id: 'JobEvents',
  description: "A page of a job's audit trail.",
});
