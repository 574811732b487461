import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { listVersionsQuery } from './queries/list-versions.ts';
import { routes } from './routes.ts';
import { versionAnswer } from './version-answer.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES']);
const catalogue = new DynamoCatalogue(new DynamoTable(env.TABLE_NAME));
const cursors = new Cursors(env.TABLE_NAME);
const known = [...env.AGENT_TYPES.keys()];

/** GET /api/v1/versions */
export const handler = apiFunction(
  { route: routes['list-versions'], tokenRules: env.TOKEN_RULES, query: listVersionsQuery },
  async (request) => {
    const { limit, cursor, ...filter } = request.query;
    const { agentType, status } = filter;
    const own = cursors.of('versions', filter);
    const agentTypes = agentType === undefined ? known : [agentType];
    const { items, nextCursor } = await catalogue.list({ agentTypes, status }, limit, own.open(cursor));
    return { items: items.map((version) => versionAnswer(version, request)), nextCursor: own.seal(nextCursor) };
  },
);
