import middy from '@middy/core';
import type * as z from 'zod';
import { type Authorized, authorize } from './authorization.ts';
import type { TokenRules } from './domain/token-rules.ts';
import { answer } from './http/answer.ts';
import { type Answer, claimsOf, type Event } from './http/event.ts';
import { problemDetails } from './http/problem-details.ts';
import { requestLog } from './http/request-log.ts';
import { revalidated } from './http/revalidation.ts';
import { type NoQuery, noQuery, parseQuery } from './queries/query.ts';
import { parseBody } from './request-body.ts';
import type { ProtectedRoute } from './routes.ts';

export { Document, JsonLines } from './http/answer.ts';

export interface ApiRequest<Body, Query = unknown> extends Authorized {
  readonly body: Body;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** A parameter of the path, decoded. */
  path(name: string): string;
  readonly query: Query;
}

interface ApiOptions<Body, Query extends z.ZodObject> {
  readonly route: ProtectedRoute;
  readonly tokenRules: TokenRules;
  /** None for requests without a body. */
  readonly body?: z.ZodType<Body>;
  /** An empty body then counts as `{}`. */
  readonly bodyMayBeEmpty?: boolean;
  /** None for requests that take no parameter. */
  readonly query?: Query;
  /** The answer has an entity tag, and callers who have it already get a 304. */
  readonly revalidates?: true;
}

/**
 * An API function: checks the token, parses the query and the body, runs, and answers JSON, JsonLines, a Document, or 204 where there is nothing to tell. A Refusal becomes problem details (RFC 9457)
 * with its status, a service of AWS that cannot answer for now a 503 with Retry-After; whatever else is thrown is logged and answered as a 500 that says nothing
 * but the request id.
 */
export function apiFunction<Body = undefined, Query extends z.ZodObject = NoQuery>(
  { route, tokenRules, body, bodyMayBeEmpty = false, query, revalidates }: ApiOptions<Body, Query>,
  run: (request: ApiRequest<Body, z.output<Query>>) => Promise<unknown>,
) {
  const handler = async (event: Event): Promise<Answer> => {
    const caller = authorize(claimsOf(event), route, tokenRules);
    const given = answer(
      await run({
        ...caller,
        query: parseQuery<z.ZodObject>(query ?? noQuery, new URLSearchParams(event.rawQueryString)) as z.output<Query>,
        body: body === undefined ? (undefined as Body) : parseBody(body, event, bodyMayBeEmpty),
        header: (name) => event.headers[name],
        path: (name) => event.pathParameters?.[name] ?? '',
      }),
    );
    return revalidates ? revalidated(given, event.headers['if-none-match']) : given;
  };
  return middy<Event, Answer>(handler).use(requestLog()).use(problemDetails());
}
