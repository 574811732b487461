import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { publicationSchema } from './domain/catalogue.ts';
import { publishVersion } from './domain/use-cases/publish-version.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'SCOPE_CLAIM', 'AGENT_TYPES']);
const ports = { catalogue: new DynamoCatalogue(new DynamoTable(env.TABLE_NAME)), agentTypes: env.AGENT_TYPES };

/** POST /api/v1/versions */
export const handler = apiFunction(
  { route: routes['publish-version'], scopeClaim: env.SCOPE_CLAIM, body: publicationSchema },
  ({ body }) => publishVersion(ports, body),
);
