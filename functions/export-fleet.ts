import { DynamoAgents } from './adapters/dynamo-agents.ts';
import { DynamoBatches } from './adapters/dynamo-batches.ts';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable, fromCursor, toCursor } from './adapters/dynamo-table.ts';
import { Cursors } from './cursors.ts';
import { beginning, exportCursorSchema, exportPage } from './domain/use-cases/export-page.ts';
import { environment } from './environment.ts';
import { apiFunction, JsonLines } from './http.ts';
import { exportFleetQuery } from './queries/export-fleet.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES']);
const cursors = new Cursors(env.TABLE_NAME).of('export');
const table = new DynamoTable(env.TABLE_NAME);
const ports = {
  jobs: new DynamoJobs(table),
  batches: new DynamoBatches(table),
  agents: new DynamoAgents(table),
  catalogue: new DynamoCatalogue(table),
  agentTypes: env.AGENT_TYPES,
};

/** GET /api/v1/export: the last line says under which cursor it goes on. */
export const handler = apiFunction(
  { route: routes['export-fleet'], tokenRules: env.TOKEN_RULES, query: exportFleetQuery },
  async ({ query: { cursor } }) => {
    const position = cursors.open(cursor);
    const from = position === null ? beginning : fromCursor(exportCursorSchema, position);
    const { lines, next } = await exportPage(ports, from);
    return new JsonLines([...lines, { kind: 'end', nextCursor: cursors.seal(next === null ? null : toCursor(next)) }]);
  },
);
