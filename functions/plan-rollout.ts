import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoPlans } from './adapters/dynamo-plans.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { EmfMetrics } from './adapters/emf-metrics.ts';
import { planRollout } from './domain/use-cases/plan-rollout.ts';
import { environment } from './environment.ts';
import { jobInput, task } from './task.ts';

const env = environment(['ENVIRONMENT_NAME', 'TABLE_NAME', 'AGENT_TYPES', 'REQUIRE_CHECKSUM', 'NETWORKS']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  agents: new DynamoAgents(table),
  catalogue: new DynamoCatalogue(table),
  plans: new DynamoPlans(table),
  agentTypes: env.AGENT_TYPES,
  requireChecksum: env.REQUIRE_CHECKSUM,
  networks: env.NETWORKS,
  metrics: new EmfMetrics(env.ENVIRONMENT_NAME),
};

/** State "Plan the rollout" */
export const handler = task(jobInput, ({ jobId }) => planRollout(ports, jobId, new Date()));
