import * as z from 'zod';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { reportJob } from './domain/use-cases/report-job.ts';
import { environment } from './environment.ts';
import { apiFunction, Document } from './http.ts';
import { getJobReportQuery, MOST_REPORTED } from './queries/get-job-report.ts';
import { acceptable } from './report/accept.ts';
import { csv } from './report/csv.ts';
import { fitting } from './report/form.ts';
import { json } from './report/json.ts';
import { markdown } from './report/markdown.ts';
import { nextLink } from './report/next-link.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const cursors = new Cursors(env.TABLE_NAME);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { jobs: new DynamoJobs(table), batches: new DynamoBatches(table) };

const forms = { 'application/json': json, 'text/csv': csv, 'text/markdown': markdown };

const positionSchema = z.strictObject({ offset: z.int().min(0).max(10_000_000) });

/** GET /api/v1/upgrade-jobs/{jobId}/report */
export const handler = apiFunction(
  { route: routes['get-job-report'], tokenRules: env.TOKEN_RULES, query: getJobReportQuery },
  async ({ path, query: { limit, cursor }, header, fence }) => {
    const form = forms[acceptable(['application/json', 'text/csv', 'text/markdown'], header('accept'))];
    const own = cursors.of('job-report', { jobId: path('jobId') });
    const position = own.open(cursor);
    const { offset } = position === null ? { offset: 0 } : fromCursor(positionSchema, position);
    const report = await reportJob(ports, path('jobId'), fence, offset, limit ?? MOST_REPORTED, new Date());
    const { page, next } = fitting(form, report);
    const nextCursor = own.seal(next === null ? null : toCursor({ offset: next }));
    return new Document(form.contentType, form.text(page, nextCursor), {
      vary: 'accept',
      ...(nextCursor !== null && { link: nextLink(nextCursor, limit) }),
    });
  },
);
