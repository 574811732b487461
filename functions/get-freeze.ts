import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { listFreezes } from './domain/use-cases/list-freezes.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TABLE_NAME', 'TOKEN_RULES']);
const freezes = new DynamoFreezes(new DynamoTable(env.TABLE_NAME));

/** GET /api/v1/freeze */
export const handler = apiFunction({ route: routes['get-freeze'], tokenRules: env.TOKEN_RULES }, () =>
  listFreezes(freezes, new Date()),
);
