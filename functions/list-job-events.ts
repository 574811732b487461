import * as z from 'zod';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { listJobEvents } from './domain/use-cases/list-job-events.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listJobEventsQuery } from './queries/list-job-events.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const cursors = new Cursors(env.TABLE_NAME);
const jobs = new DynamoJobs(new DynamoTable(env.TABLE_NAME));

const positionSchema = z.strictObject({ from: z.int().min(1).max(1_000_000) });

/** GET /api/v1/upgrade-jobs/{jobId}/events */
export const handler = apiFunction(
  { route: routes['list-job-events'], tokenRules: env.TOKEN_RULES, query: listJobEventsQuery, revalidates: true },
  async ({ path, query: { cursor, limit }, fence }) => {
    const own = cursors.of('job-events', { jobId: path('jobId') });
    const position = own.open(cursor);
    const { from } = position === null ? { from: 1 } : fromCursor(positionSchema, position);
    const { items, next } = await listJobEvents(jobs, path('jobId'), fence, from, limit);
    return { items, nextCursor: own.seal(next === null ? null : toCursor({ from: next })) };
  },
);
