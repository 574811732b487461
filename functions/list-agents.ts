import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import type { Agent } from './domain/agent.ts';
import { isWanted } from './domain/agent-filter.ts';
import { isInside } from './domain/fence.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { agentFilter, listAgentsQuery } from './queries/list-agents.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const cursors = new Cursors(env.TABLE_NAME);
const agents = new DynamoAgents(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/agents */
export const handler = apiFunction(
  { route: routes['list-agents'], tokenRules: env.TOKEN_RULES, query: listAgentsQuery },
  async ({ query: { limit, cursor, ...query }, fence }) => {
    const own = cursors.of('agents', query);
    const filter = agentFilter(query);
    const isAll = filter === undefined && fence === null;
    const matches = (agent: Agent) => isInside(fence, agent.tags) && (filter === undefined || isWanted(filter, agent));
    const { items, nextCursor } = await agents.list(limit, own.open(cursor), isAll ? undefined : matches);
    return { items, nextCursor: own.seal(nextCursor) };
  },
);
