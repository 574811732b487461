import * as z from 'zod';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { listJobEvents } from './domain/use-cases/list-job-events.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listJobEventsQuery } from './queries/list-job-events.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const jobs = new DynamoJobs(new DynamoTable(env.TABLE_NAME));

const cursorSchema = z.strictObject({ from: z.int().min(1).max(1_000_000) });

/** GET /api/v1/upgrade-jobs/{jobId}/events */
export const handler = apiFunction(
  { route: routes['list-job-events'], scopeClaim: env.SCOPE_CLAIM, query: listJobEventsQuery },
  async ({ path, query: { cursor, limit } }) => {
    const { from } = cursor === undefined ? { from: 1 } : fromCursor(cursorSchema, cursor);
    const { items, next } = await listJobEvents(jobs, path('jobId'), from, limit);
    return { items, nextCursor: next === null ? null : toCursor({ from: next }) };
  },
);
