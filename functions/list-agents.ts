import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { agentFilter } from './agent-query.ts';
import type { Agent } from './domain/agent.ts';
import { isWanted } from './domain/agent-filter.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { pageLimit } from './paging.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const agents = new DynamoAgents(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/agents */
export const handler = apiFunction(
  { route: routes['list-agents'], scopeClaim: env.SCOPE_CLAIM },
  ({ query, parameters }) => {
    const filter = agentFilter(parameters);
    const matches = filter && ((agent: Agent) => isWanted(filter, agent));
    return agents.list(pageLimit(query), query['cursor'] ?? null, matches);
  },
);
