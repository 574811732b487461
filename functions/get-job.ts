import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { readJobAnswer } from './answers.ts';
import { Cursors } from './cursors.ts';
import { findJob } from './domain/use-cases/find-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { answerAfterWaiting } from './waiting.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  cursors: new Cursors(env.TABLE_NAME),
  agentTypes: env.AGENT_TYPES,
};

/** GET /api/v1/upgrade-jobs/{jobId} */
export const handler = apiFunction(
  { route: routes['get-job'], tokenRules: env.TOKEN_RULES, revalidates: true },
  async (request) => {
    const job = await findJob(ports.jobs, request.path('jobId'), request.fence);
    return answerAfterWaiting(request, ports.jobs, job, (then) => readJobAnswer(ports, then, new Date()));
  },
);
