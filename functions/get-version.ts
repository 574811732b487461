import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { findVersion } from './domain/use-cases/find-version.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { versionAnswer } from './version-answer.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const catalogue = new DynamoCatalogue(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/versions/{agentType}/{version} */
export const handler = apiFunction({ route: routes['get-version'], tokenRules: env.TOKEN_RULES }, async (request) =>
  versionAnswer(await findVersion(catalogue, request.path('agentType'), request.path('version')), request),
);
