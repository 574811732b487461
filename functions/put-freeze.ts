import { freezeRequestSchema } from './domain/freeze.ts';
import { putFreeze } from './domain/use-cases/put-freeze.ts';
import { freezingPorts } from './freezing.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const { tokenRules, ...ports } = freezingPorts();

/** PUT /api/v1/freeze */
export const handler = apiFunction({ route: routes['put-freeze'], tokenRules, body: freezeRequestSchema }, (request) =>
  putFreeze(ports, request.body, request, new Date()),
);
