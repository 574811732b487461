import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { freezeRequestSchema } from './domain/freeze.ts';
import { putFreeze } from './domain/use-cases/put-freeze.ts';
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

/** PUT /api/v1/freeze */
export const handler = apiFunction(
  { route: routes['put-freeze'], scopeClaim: env.SCOPE_CLAIM, body: freezeRequestSchema },
  ({ body, subject }) => putFreeze(ports, body, subject, new Date()),
);
