import middy, { type MiddlewareObj } from '@middy/core';
import type * as z from 'zod';
import { Refusal } from './domain/errors.ts';
import { answer } from './http/answer.ts';
import { type Answer, claim, type Event } from './http/event.ts';
import { problemDetails } from './http/problem-details.ts';
import { requestLog } from './http/request-log.ts';
import { type NoQuery, noQuery, parseQuery } from './queries/query.ts';
import { parseBody } from './request-body.ts';
import type { Route, Scope } from './routes.ts';

export { Document, JsonLines } from './http/answer.ts';

export interface ApiRequest<Body, Query = unknown> {
  readonly body: Body;
  /** The subject of the caller's token. */
  readonly subject: string;
  /** Does the caller's token carry this scope, too? The route's own is checked before. */
  hasScope(scope: Scope): boolean;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** A parameter of the path, decoded. */
  path(name: string): string;
  readonly query: Query;
}

interface ApiOptions<Body, Query extends z.ZodObject> {
  readonly route: Route;
  readonly scopeClaim: string;
  /** None for requests without a body. */
  readonly body?: z.ZodType<Body>;
  /** An empty body then counts as `{}`. */
  readonly bodyMayBeEmpty?: boolean;
  /** None for requests that take no parameter. */
  readonly query?: Query;
}

/**
 * An API function: checks the scope, parses the query and the body, runs, and answers JSON, JsonLines, a Document, or 204 where there is nothing to tell. A Refusal becomes problem details (RFC 9457)
 * with its status; whatever else is thrown is logged and answered as a 500 that says nothing but the request id.
 */
export function apiFunction<Body = undefined, Query extends z.ZodObject = NoQuery>(
  { route, scopeClaim, body, bodyMayBeEmpty = false, query }: ApiOptions<Body, Query>,
  run: (request: ApiRequest<Body, z.output<Query>>) => Promise<unknown>,
) {
  const handler = async (event: Event): Promise<Answer> =>
    answer(
      await run({
        query: parseQuery<z.ZodObject>(query ?? noQuery, new URLSearchParams(event.rawQueryString)) as z.output<Query>,
        body: body === undefined ? (undefined as Body) : parseBody(body, event, bodyMayBeEmpty),
        subject: claim(event, 'sub'),
        hasScope: (scope) => isGranted(event, scope, scopeClaim),
        header: (name) => event.headers[name],
        path: (name) => event.pathParameters?.[name] ?? '',
      }),
    );
  return middy<Event, Answer>(handler)
    .use(requestLog())
    .use(problemDetails())
    .use(requiredScope(route.scope, scopeClaim))
    .use(requiredSubject());
}

/** API Gateway writes a list as `[a b]`, and OAuth 2 a string as `a b`. */
const isGranted = (event: Event, scope: string, scopeClaim: string): boolean =>
  claim(event, scopeClaim)
    .replace(/^\[(.*)\]$/, '$1')
    .split(/[\s,]+/)
    .includes(scope);

function requiredScope(scope: string, scopeClaim: string): MiddlewareObj<Event, Answer> {
  return {
    before: ({ event }) => {
      if (isGranted(event, scope, scopeClaim)) return;
      throw new Refusal('forbidden', 'SCOPE_MISSING', `The token lacks the scope ${scope} in its claim ${scopeClaim}.`);
    },
  };
}

/** Without a name there would be no telling who asked, and all who have none could approve each other's jobs, or share their keys. */
function requiredSubject(): MiddlewareObj<Event, Answer> {
  return {
    before: ({ event }) => {
      if (claim(event, 'sub') !== '') return;
      const detail = 'The token has no claim sub, which says whose it is; ask for one of a user or a client.';
      throw new Refusal('forbidden', 'SUBJECT_MISSING', detail);
    },
  };
}
