import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { removeFreeze } from './domain/use-cases/remove-freeze.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  freezes: new DynamoFreezes(table),
  jobs: new DynamoJobs(table),
  waker: new SfnWaker(new SFNClient()),
};

/** DELETE /api/v1/freeze?scope=all, or ?scope=tag:site=berlin */
export const handler = apiFunction({ route: routes['delete-freeze'], scopeClaim: env.SCOPE_CLAIM }, ({ query }) =>
  removeFreeze(ports, query['scope'], new Date()),
);
