import * as z from 'zod';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { listJobAgents } from './domain/use-cases/list-job-agents.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listJobAgentsQuery } from './queries/list-job-agents.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const cursors = new Cursors(env.TABLE_NAME);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { jobs: new DynamoJobs(table), batches: new DynamoBatches(table) };

const positionSchema = z.strictObject({ offset: z.int().min(0) });

/** GET /api/v1/upgrade-jobs/{jobId}/agents */
export const handler = apiFunction(
  { route: routes['list-job-agents'], tokenRules: env.TOKEN_RULES, query: listJobAgentsQuery, revalidates: true },
  async ({ path, query: { cursor, limit, ...filter }, fence }) => {
    const own = cursors.ofJobAgents(path('jobId'), filter);
    const position = own.open(cursor);
    const { offset } = position === null ? { offset: 0 } : fromCursor(positionSchema, position);
    const { items, nextOffset } = await listJobAgents(ports, path('jobId'), fence, filter, offset, limit);
    return { items, nextCursor: own.seal(nextOffset === null ? null : toCursor({ offset: nextOffset })) };
  },
);
