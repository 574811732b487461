import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { jobAnswer } from './answers.ts';
import { findJob } from './domain/use-cases/find-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const table = new DynamoTable(env.TABLE_NAME);
const jobs = new DynamoJobs(table);
const batches = new DynamoBatches(table);

/** GET /api/v1/upgrade-jobs/{jobId} */
export const handler = apiFunction({ route: routes['get-job'], scopeClaim: env.SCOPE_CLAIM }, async ({ path }) => {
  const job = await findJob(jobs, path('jobId'));
  return jobAnswer(job, await jobs.targetChunks(job), await batches.list(job.id, 0, job.plan.batches));
});
