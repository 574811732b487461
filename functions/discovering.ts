import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { DynamoWalks } from './adapters/dynamo-walks.ts';
import { Ec2Instances, ec2Client } from './adapters/ec2-instances.ts';
import { readingSsmClient } from './adapters/ssm-commands.ts';
import { SsmConnections } from './adapters/ssm-connections.ts';
import { SsmNodes } from './adapters/ssm-nodes.ts';
import { environment } from './environment.ts';

/** What both functions that discover are made of. */
export function discovering() {
  const env = environment(['TABLE_NAME', 'AGENT_TYPES', 'ACCOUNT_ID', 'AWS_REGION', 'DISCOVERY_MINUTES']);
  const [table, ssm] = [new DynamoTable(env.TABLE_NAME), readingSsmClient()];
  return {
    everyMinutes: env.DISCOVERY_MINUTES,
    home: { account: env.ACCOUNT_ID, region: env.AWS_REGION },
    ports: {
      nodes: new SsmNodes(ssm),
      instances: new Ec2Instances(ec2Client()),
      connections: new SsmConnections(ssm),
      agents: new DynamoAgents(table),
      walks: new DynamoWalks(table),
      agentTypes: env.AGENT_TYPES,
    },
  };
}
