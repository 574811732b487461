import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoHolds } from './adapters/dynamo-holds.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { Ec2Instances, ec2Client } from './adapters/ec2-instances.ts';
import { EmfMetrics } from './adapters/emf-metrics.ts';
import { readingSsmClient, SsmCommands, sendingSsmClient } from './adapters/ssm-commands.ts';
import type { Instances } from './domain/discovery-ports.ts';
import { environment } from './environment.ts';
import { logger } from './log.ts';
import { patientInstances } from './patient-ports.ts';

/** What sending and settling batches share. */
export function batchPorts() {
  const env = environment(['ENVIRONMENT_NAME', 'TABLE_NAME', 'AGENT_TYPES', 'DOCUMENTS', 'PACE']);
  const table = new DynamoTable(env.TABLE_NAME);
  const metrics = new EmfMetrics(env.ENVIRONMENT_NAME);
  const onThrottled = () => metrics.add('CommandsThrottled', 1);
  return {
    table,
    jobs: new DynamoJobs(table),
    batches: new DynamoBatches(table),
    agents: new DynamoAgents(table),
    holds: new DynamoHolds(table),
    commands: new SsmCommands(env.DOCUMENTS, readingSsmClient(onThrottled), sendingSsmClient(onThrottled)),
    instances: instancesPort(),
    agentTypes: env.AGENT_TYPES,
    pace: env.PACE,
    metrics,
  };
}

/** Which instances have ended, as far as EC2 tells. */
export const instancesPort = (): Instances =>
  patientInstances(new Ec2Instances(ec2Client()), (error) =>
    logger.warn('EC2 did not tell which instances are terminated', { error }),
  );
