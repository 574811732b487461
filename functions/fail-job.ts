import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { EventBridgeAnnouncements } from './adapters/eventbridge-announcements.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { batchPorts } from './batch-ports.ts';
import { failJob } from './domain/use-cases/fail-job.ts';
import { environment } from './environment.ts';
import { logger } from './log.ts';
import { jobInput, task } from './task.ts';

const env = environment(['ENVIRONMENT_NAME', 'STATE_MACHINE_ARN']);
const ports = {
  ...batchPorts(),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
  announcements: new EventBridgeAnnouncements(new EventBridgeClient(), env.ENVIRONMENT_NAME),
};

/** What a Catch of Step Functions hands on. */
const errorSchema = z.object({ Error: z.string(), Cause: z.string().default('') });

/** State "Fail the job" */
export const handler = task(jobInput.extend({ error: errorSchema }), async ({ jobId, error }) => {
  // The job itself tells its readers no more than the error's name.
  logger.error('the workflow failed', { jobId, workflowError: error });
  const { next, abandoned } = await failJob(ports, jobId, error, new Date());
  for (const { batch, error: cause } of abandoned)
    logger.error('a batch was abandoned', { jobId, batch, error: cause instanceof Error ? cause : String(cause) });
  return { next };
});
