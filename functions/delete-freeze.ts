import { removeFreeze } from './domain/use-cases/remove-freeze.ts';
import { freezingPorts } from './freezing.ts';
import { apiFunction } from './http.ts';
import { deleteFreezeQuery } from './queries/delete-freeze.ts';
import { routes } from './routes.ts';

const { tokenRules, ...ports } = freezingPorts();

/** DELETE /api/v1/freeze?scope=all, or ?scope=tag:site=berlin */
export const handler = apiFunction(
  { route: routes['delete-freeze'], tokenRules, query: deleteFreezeQuery },
  ({ query, fence }) => removeFreeze(ports, query.scope, fence, new Date()),
);
