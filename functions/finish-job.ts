import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoHolds } from './adapters/dynamo-holds.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { finishJob } from './domain/use-cases/finish-job.ts';
import { environment } from './environment.ts';
import { jobInput, task } from './task.ts';

const env = environment(['TABLE_NAME']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { jobs: new DynamoJobs(table), batches: new DynamoBatches(table), holds: new DynamoHolds(table) };

/** State "Finish the job" */
export const handler = task(jobInput, async ({ jobId }) => {
  const { status, reason } = await finishJob(ports, jobId, new Date());
  return { status, reason };
});
