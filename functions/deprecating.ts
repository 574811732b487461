import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { environment } from './environment.ts';

/** What the routes that deprecate versions share: they wake the jobs that wait. */
export function deprecatingPorts() {
  const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
  const table = new DynamoTable(env.TABLE_NAME);
  return {
    tokenRules: env.TOKEN_RULES,
    catalogue: new DynamoCatalogue(table),
    jobs: new DynamoJobs(table),
    waker: new SfnWaker(new SFNClient()),
  };
}
