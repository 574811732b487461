import { environment } from './environment.ts';
import { Document } from './http/answer.ts';
import { publicFunction } from './http/public-function.ts';
import { routes } from './routes.ts';

const { OPENAPI } = environment(['OPENAPI']);

/** GET /api/v1/openapi.json: what is deployed, as it was described when it was synthesized. */
export const handler = publicFunction(routes['get-openapi'], async () => new Document('application/json', OPENAPI));
