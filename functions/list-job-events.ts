import * as z from 'zod';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { listJobEvents } from './domain/use-cases/list-job-events.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { pageLimit } from './paging.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const jobs = new DynamoJobs(new DynamoTable(env.TABLE_NAME));

const cursorSchema = z.strictObject({ from: z.int().min(1).max(1_000_000) });

/** GET /api/v1/upgrade-jobs/{jobId}/events */
export const handler = apiFunction(
  { route: routes['list-job-events'], scopeClaim: env.SCOPE_CLAIM },
  async ({ path, query }) => {
    const { from } = query['cursor'] === undefined ? { from: 1 } : fromCursor(cursorSchema, query['cursor']);
    const { items, next } = await listJobEvents(jobs, path('jobId'), from, pageLimit(query));
    return { items, nextCursor: next === null ? null : toCursor({ from: next }) };
  },
);
