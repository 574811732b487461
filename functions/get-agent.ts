import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { findAgent } from './domain/use-cases/find-agent.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const agents = new DynamoAgents(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/agents/{agentUuid} */
export const handler = apiFunction({ route: routes['get-agent'], tokenRules: env.TOKEN_RULES }, ({ path, fence }) =>
  findAgent(agents, path('agentUuid'), fence),
);
