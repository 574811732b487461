import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { publicationSchema } from './domain/catalogue.ts';
import { publishVersion } from './domain/use-cases/publish-version.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { versionAnswer } from './version-answer.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES', 'AGENT_TYPES', 'REQUIRE_CHECKSUM']);
const ports = {
  catalogue: new DynamoCatalogue(new DynamoTable(env.TABLE_NAME)),
  agentTypes: env.AGENT_TYPES,
  requireChecksum: env.REQUIRE_CHECKSUM,
};

/** POST /api/v1/versions */
export const handler = apiFunction(
  { route: routes['publish-version'], tokenRules: env.TOKEN_RULES, body: publicationSchema },
  async (request) => versionAnswer(await publishVersion(ports, request.body, request.subject, new Date()), request),
);
