import { alarmsClient, CloudWatchAlarms } from './adapters/cloudwatch-alarms.ts';
import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import type { DynamoTable } from './adapters/dynamo-table.ts';
import { readingSsmClient } from './adapters/ssm-commands.ts';
import { SsmConnections } from './adapters/ssm-connections.ts';
import type { Pace } from './domain/pace.ts';
import type { Connections } from './domain/ports.ts';
import { logger } from './log.ts';

/** What deciding and waiting read. */
export const factPorts = (table: DynamoTable, pace: Pace) => ({
  pace,
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  agents: new DynamoAgents(table),
  freezes: new DynamoFreezes(table),
  alarms: new CloudWatchAlarms(alarmsClient()),
  commands: patient(new SsmConnections(readingSsmClient()), (error) =>
    logger.warn('Systems Manager did not tell which nodes are online', { error }),
  ),
});

/**
 * A job that waits for nodes for days is not to end because Systems Manager does not answer for minutes: until it does, no node is
 * back. Whoever sends asks again, and does not overlook an error.
 */
export const patient = (connections: Connections, warn: (error: unknown) => void): Connections => ({
  connections: async (nodeIds) => {
    try {
      return await connections.connections(nodeIds);
    } catch (error) {
      warn(error);
      return new Map();
    }
  },
});
