import * as z from 'zod';
import { agentReasonSchema, progressReasonSchema } from '../../domain/agent-reason.ts';
import { agentStates } from '../../domain/batch.ts';
import { pageOf } from './times.ts';

const version = (description: string) => z.string().nullable().meta({ description, example: '1.4.2' });

/** An agent of a job. */
export const jobAgentSchema = z
  .strictObject({
    agentUuid: z.string().meta({ description: 'The agent.', example: 'item1' }),
    oldVersion: version('What the node reported before; null where it did not.'),
    newVersion: version('What the node reported afterwards, never what was asked for; null where it did not.'),
    status: z.enum(['success', 'failed', 'excluded']).nullable().meta({
      description: 'Null until the agent is done. `excluded`: its node was terminated, so that it counts for nothing.',
      example: 'success',
    }),
    error: z
      .string()
      .nullable()
      .meta({ description: 'What went wrong, for people; null where nothing did.', example: null }),
    state: z.enum(agentStates).meta({ description: 'Where the agent is on its way.', example: 'done' }),
    reason: z
      .union([agentReasonSchema, progressReasonSchema])
      .nullable()
      .meta({ description: 'Why the agent is where it is; null before anything happened.', example: 'UPGRADED' }),
    detail: z.string().optional().meta({ description: 'Of a simulated agent: what a real job would do with it.' }),
  })
  .meta({ id: 'JobAgent', description: 'An agent of a job and what became of it.' });

export const upgradedAgentSchema = jobAgentSchema
  .extend({
    jobId: z.string().meta({ description: 'The job.', example: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D' }),
  })
  .meta({ id: 'UpgradedAgent', description: 'An agent that is upgraded by a job of its own.' });

export const jobAgentsSchema = pageOf(jobAgentSchema).meta({
  id: 'JobAgents',
  description: "A page of a job's agents.",
});
