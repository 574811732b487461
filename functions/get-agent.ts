import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { Refusal } from './domain/errors.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM']);
const agents = new DynamoAgents(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/agents/{agentUuid} */
export const handler = apiFunction({ route: routes['get-agent'], scopeClaim: env.SCOPE_CLAIM }, async ({ path }) => {
  const agent = await agents.get(path('agentUuid'));
  if (agent === undefined)
    throw new Refusal('not-found', 'AGENT_NOT_FOUND', 'No agent with this agentUuid is registered.');
  return agent;
});
