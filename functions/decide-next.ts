import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { decideNextStep } from './domain/use-cases/decide-next.ts';
import { environment } from './environment.ts';
import { jobInput, task } from './task.ts';

const env = environment(['TABLE_NAME']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { jobs: new DynamoJobs(table), batches: new DynamoBatches(table) };

/** State "Decide what happens next" */
export const handler = task(jobInput, ({ jobId }) => decideNextStep(ports, jobId, new Date()));
