import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listJobsQuery } from './queries/list-jobs.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const cursors = new Cursors(env.TABLE_NAME);
const jobs = new DynamoJobs(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/upgrade-jobs */
export const handler = apiFunction(
  { route: routes['list-jobs'], tokenRules: env.TOKEN_RULES, query: listJobsQuery },
  async ({ query: { limit, cursor, ...query }, fence }) => {
    const filter = { ...query, fence };
    const own = cursors.of('jobs', filter);
    const { items, nextCursor } = await jobs.list(filter, limit, own.open(cursor));
    return { items: items.map(({ fence: _fence, ...told }) => told), nextCursor: own.seal(nextCursor) };
  },
);
