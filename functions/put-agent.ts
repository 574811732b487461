import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { agentRegistrationSchema } from './domain/agent.ts';
import { registerAgent } from './domain/use-cases/register-agent.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES', 'ACCOUNT_ID', 'AWS_REGION']);
const ports = { agents: new DynamoAgents(new DynamoTable(env.TABLE_NAME)), agentTypes: env.AGENT_TYPES };
const place = { account: env.ACCOUNT_ID, region: env.AWS_REGION };

/** PUT /api/v1/agents/{agentUuid} */
export const handler = apiFunction(
  { route: routes['put-agent'], tokenRules: env.TOKEN_RULES, body: agentRegistrationSchema },
  ({ path, body, fence }) => registerAgent(ports, path('agentUuid'), body, place, fence, new Date()),
);
