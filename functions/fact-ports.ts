import { alarmsClient, CloudWatchAlarms } from './adapters/cloudwatch-alarms.ts';
import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import type { DynamoTable } from './adapters/dynamo-table.ts';

/** What deciding and waiting read. */
export const factPorts = (table: DynamoTable) => ({
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  agents: new DynamoAgents(table),
  freezes: new DynamoFreezes(table),
  alarms: new CloudWatchAlarms(alarmsClient()),
});
