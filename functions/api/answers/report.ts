import * as z from 'zod';
import { agentReasonSchema, progressReasonSchema } from '../../domain/agent-reason.ts';
import { jobReasonSchema } from '../../domain/job-reason.ts';
import { jobPhases, jobStatuses } from '../../domain/job-state.ts';
import { jobAgentSchema } from './job-agent.ts';
import { nextCursor, time, timeOrNull } from './times.ts';

const count = (description: string) => z.int().min(0).meta({ description, example: 2 });
const textOrNull = (description: string) => z.string().nullable().meta({ description, example: null });
const usd = (description: string) => z.number().min(0).meta({ description, example: 0.0005 });
const jobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D';

const waveSchema = z
  .strictObject({
    number: z.int().min(1).meta({ description: 'From 1.', example: 1 }),
    agents: count('Agents of the wave that are not excluded.'),
    succeeded: count('Of these, with success.'),
    failed: count('Of these, failed.'),
    excluded: count('Agents of the wave whose nodes were terminated.'),
    bakeSeconds: count('How long it is watched before the next one begins, in seconds; the last one is not.'),
    begunAt: timeOrNull('When its first command was about to be sent; null where none was, or where it is not known.'),
    endedAt: timeOrNull(
      'When its last agent was done, before its bake, or the job ended; null before, or where it is not known.',
    ),
  })
  .meta({ id: 'ReportedWave', description: 'What became of one wave.' });

const reasonSchema = z
  .strictObject({
    reason: z
      .union([agentReasonSchema, progressReasonSchema])
      .meta({ description: 'The reason.', example: 'UPGRADED' }),
    sentence: z.string().meta({ description: 'The same for people.' }),
    agents: count('How many agents have it.'),
  })
  .meta({ id: 'ReportedReason', description: 'How many agents are where they are for one reason.' });

const price = z.strictObject({
  usd: z.number().min(0).meta({ description: 'US dollars for one unit.' }),
  source: z.string().meta({ description: 'Where AWS publishes it.' }),
  asOf: z.string().meta({ description: 'When it was looked up: a year, or a month.', example: '2026-03' }),
});

const costSchema = z
  .strictObject({
    usd: usd('All of the below that is known.'),
    stepFunctions: z
      .strictObject({ transitions: count('State transitions.'), usd: usd('US dollars.') })
      .meta({ description: 'Step Functions.' }),
    dynamoDb: z
      .strictObject({ writeUnits: count('Of 1 KB.'), readUnits: count('Of 4 KB.'), usd: usd('US dollars.') })
      .meta({ description: 'DynamoDB.' }),
    lambda: z
      .strictObject({
        calls: count('Calls of functions.'),
        gbSeconds: z.number().min(0).meta({ description: 'Memory times duration.', example: 2 }),
        usd: usd('US dollars.'),
      })
      .meta({ description: 'Lambda.' }),
    transfer: z.null().meta({ description: 'Not known, as the sizes of artifacts are not.' }),
    region: z.string().meta({ description: 'Whose prices these are.', example: 'us-east-1' }),
    prices: z.record(z.string(), price).meta({ description: 'What was reckoned with, by unit.' }),
  })
  .meta({
    id: 'Cost',
    description:
      'What the job cost in US dollars at list prices, counted from its batches, not asked of the bill: a lower bound.',
  });

const agentSchema = jobAgentSchema
  .extend({
    wave: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'The number of its wave; null before it is known.', example: 1 }),
  })
  .meta({ id: 'ReportedAgent', description: 'An agent of a job, what became of it, and its wave.' });

export const reportSchema = z
  .strictObject({
    jobId: z.string().meta({ description: 'The job.', example: jobId }),
    final: z.boolean().meta({ description: 'Does nothing of this change any more?', example: true }),
    reportedAt: time('When this was found.'),
    action: z
      .enum(['upgrade', 'reinstall', 'rollback'])
      .meta({ description: 'What the job does.', example: 'upgrade' }),
    targetVersion: z.string().meta({ description: 'The version that its agents are to run.', example: '1.5.0' }),
    simulated: z.boolean().meta({ description: 'A simulated job sends nothing.', example: false }),
    status: z.enum(jobStatuses).meta({ description: '`success` only where every agent is.', example: 'success' }),
    phase: z.enum(jobPhases).meta({ description: 'Where the job is.', example: 'done' }),
    reason: jobReasonSchema.meta({ description: 'Why it is there.', example: 'ALL_SUCCEEDED' }),
    detail: textOrNull('The same for people, where there is more to say.'),
    changeTicket: textOrNull('The change that the job belongs to.'),
    note: textOrNull("The requester's own words."),
    parentJobId: textOrNull('The job whose agents this one takes up again or takes back.'),
    requestedBy: z.string().meta({ description: 'Who asked for it.', example: 'ci-pipeline' }),
    approved: z
      .strictObject({ by: z.string().meta({ description: 'Who.' }), at: time('When.') })
      .nullable()
      .meta({ description: 'Who approved it; null where nobody did.' }),
    createdAt: time('When it was asked for.'),
    completedAt: timeOrNull('When it ended; null until then.'),
    durationSeconds: count('From when it was asked for until its end, or until now.'),
    totals: z
      .strictObject({
        total: count('Agents that are not excluded.'),
        succeeded: count('Done with success.'),
        failed: count('Done and failed.'),
        skipped: count('Of the succeeded: already at the target version.'),
        running: count('Sent a command that is not over, or whose outcome is being found out.'),
        pending: count('Sent nothing yet.'),
        excluded: count('Agents whose nodes were terminated: they count for nothing.'),
      })
      .meta({ description: 'Agents, all of them on every page.' }),
    waves: z.array(waveSchema).meta({ description: 'The waves; none before all agents are known.' }),
    reasons: z.array(reasonSchema).meta({ description: 'Reasons of agents, the most frequent first.' }),
    cost: costSchema,
    agents: z
      .array(agentSchema)
      .meta({ description: 'The agents of this page, in the order in which they were named.' }),
    nextCursor,
  })
  .meta({ id: 'Report', description: 'What became of a job, and what it cost.' });
