import { type ApiFunctionName, type Route, routes } from '../routes.ts';
import type { Operation, OperationsOf } from './operation.ts';
import { agentOperations } from './operations/agents.ts';
import { fleetOperations, versionOperations } from './operations/fleet.ts';
import { jobOperations } from './operations/jobs.ts';
import { serviceOperations } from './operations/service.ts';
import type { ProblemCode } from './problems.ts';

const described: OperationsOf<ApiFunctionName> = {
  ...jobOperations,
  ...agentOperations,
  ...versionOperations,
  ...fleetOperations,
  ...serviceOperations,
};

/** Everything that is said of each operation: its route, and what it takes and answers. */
export const operations = Object.fromEntries(
  Object.entries(routes).map(([name, route]) => [name, operationOf(route, described[name as ApiFunctionName])]),
) as Readonly<Record<ApiFunctionName, Route & Operation>>;

function operationOf(route: Route, operation: Operation): Route & Operation {
  return {
    ...route,
    ...operation,
    problems: [...new Set([...commonTo(route, operation), ...fencing(route, operation), ...operation.problems])],
  };
}

/** Whoever only looks is shown less, and refused nothing, where the route keeps to fences. */
function fencing({ method, scope, fenced }: Route, { leavesOut }: Operation): readonly ProblemCode[] {
  return scope === null || leavesOut || (method === 'GET' && fenced === true) ? [] : ['FENCED'];
}

function commonTo({ scope }: Route, { query, body, bodyMayBeEmpty }: Operation): ProblemCode[] {
  const fields = Object.keys(query?.shape ?? {});
  return [
    ...(scope === null ? [] : (['SCOPE_MISSING', 'SUBJECT_MISSING', 'FENCE_INVALID', 'QUERY_INVALID'] as const)),
    'INTERNAL_ERROR',
    'UNAVAILABLE',
    ...(fields.includes('cursor') ? (['CURSOR_INVALID'] as const) : []),
    ...(body === undefined ? [] : (['VALIDATION_FAILED', 'BODY_NOT_JSON', 'BODY_TOO_LARGE', 'NOT_JSON'] as const)),
    ...(body === undefined || bodyMayBeEmpty ? [] : (['BODY_MISSING'] as const)),
  ];
}
