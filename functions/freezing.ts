import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { environment } from './environment.ts';

/** What the routes that change freezes share: they wake the jobs that wait. */
export function freezingPorts() {
  const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
  const table = new DynamoTable(env.TABLE_NAME);
  return {
    tokenRules: env.TOKEN_RULES,
    freezes: new DynamoFreezes(table),
    jobs: new DynamoJobs(table),
    waker: new SfnWaker(new SFNClient()),
  };
}
