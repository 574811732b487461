import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoHolds } from './adapters/dynamo-holds.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { EmfMetrics } from './adapters/emf-metrics.ts';
import { EventBridgeAnnouncements } from './adapters/eventbridge-announcements.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { finishJob } from './domain/use-cases/finish-job.ts';
import { environment } from './environment.ts';
import { jobInput, task } from './task.ts';

const env = environment(['ENVIRONMENT_NAME', 'TABLE_NAME', 'STATE_MACHINE_ARN']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  holds: new DynamoHolds(table),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
  metrics: new EmfMetrics(env.ENVIRONMENT_NAME),
  announcements: new EventBridgeAnnouncements(new EventBridgeClient(), env.ENVIRONMENT_NAME),
};

/** State "Finish the job" */
export const handler = task(jobInput, async ({ jobId }) => {
  const { status, reason } = await finishJob(ports, jobId, new Date());
  return { status, reason };
});
