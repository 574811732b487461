import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoHolds } from './adapters/dynamo-holds.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { removeAgent } from './domain/use-cases/remove-agent.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { agents: new DynamoAgents(table), holds: new DynamoHolds(table) };

/** DELETE /api/v1/agents/{agentUuid} */
export const handler = apiFunction({ route: routes['delete-agent'], tokenRules: env.TOKEN_RULES }, ({ path, fence }) =>
  removeAgent(ports, path('agentUuid'), fence, new Date()),
);
