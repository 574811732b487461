import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listJobsQuery } from './queries/list-jobs.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const jobs = new DynamoJobs(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/upgrade-jobs */
export const handler = apiFunction(
  { route: routes['list-jobs'], scopeClaim: env.SCOPE_CLAIM, query: listJobsQuery },
  ({ query: { limit, cursor = null, ...filter } }) => jobs.list(filter, limit, cursor),
);
