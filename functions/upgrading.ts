import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoPlans } from './adapters/dynamo-plans.ts';
import { environment } from './environment.ts';
import { submittingPorts } from './submitting.ts';

/** What the routes share that bring agents to a version, many or one. */
export function upgradingPorts() {
  const { ALLOW_DOWNGRADE: allowDowngrade, NETWORKS: networks } = environment(['ALLOW_DOWNGRADE', 'NETWORKS']);
  const { tokenRules, sources, table, ...shared } = submittingPorts();
  const stores = {
    agents: new DynamoAgents(table),
    catalogue: new DynamoCatalogue(table),
    plans: new DynamoPlans(table),
  };
  return { tokenRules, sources, allowDowngrade, ports: { ...shared, ...stores, networks } };
}
