import { alarmsClient, CloudWatchAlarms } from './adapters/cloudwatch-alarms.ts';
import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import type { DynamoTable } from './adapters/dynamo-table.ts';
import { readingSsmClient } from './adapters/ssm-commands.ts';
import { SsmConnections } from './adapters/ssm-connections.ts';
import { instancesPort } from './batch-ports.ts';
import type { Pace } from './domain/pace.ts';
import { logger } from './log.ts';
import { patientConnections } from './patient-ports.ts';

/** What deciding and waiting read. */
export const factPorts = (table: DynamoTable, pace: Pace) => ({
  pace,
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  agents: new DynamoAgents(table),
  freezes: new DynamoFreezes(table),
  instances: instancesPort(),
  catalogue: new DynamoCatalogue(table),
  alarms: new CloudWatchAlarms(alarmsClient()),
  commands: patientConnections(new SsmConnections(readingSsmClient()), (error) =>
    logger.warn('Systems Manager did not tell which nodes are online', { error }),
  ),
});
