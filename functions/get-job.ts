import * as z from 'zod';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor } from './adapters/dynamo-table.ts';
import { type AgentsPage, readJobAnswer } from './answers.ts';
import { Cursors } from './cursors.ts';
import { findJob } from './domain/use-cases/find-job.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { getJobQuery } from './queries/get-job.ts';
import { LARGEST_PAGE } from './queries/query.ts';
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

const positionSchema = z.strictObject({ offset: z.int().min(0) });

/** GET /api/v1/upgrade-jobs/{jobId} */
export const handler = apiFunction(
  { route: routes['get-job'], tokenRules: env.TOKEN_RULES, query: getJobQuery, revalidates: true },
  async (request) => {
    const page = pageAsked(request.path('jobId'), request.query);
    const job = await findJob(ports.jobs, request.path('jobId'), request.fence);
    return answerAfterWaiting(request, ports.jobs, job, (then) => readJobAnswer(ports, then, new Date(), page));
  },
);

/** The same positions as in the list of the job's agents, so that one goes on where the other ended. */
function pageAsked(jobId: string, { limit, cursor }: z.output<typeof getJobQuery>): AgentsPage | undefined {
  if (limit === undefined && cursor === undefined) return undefined;
  const position = ports.cursors.ofJobAgents(jobId).open(cursor);
  const { offset } = position === null ? { offset: 0 } : fromCursor(positionSchema, position);
  return { offset, limit: limit ?? LARGEST_PAGE };
}
