import type { MiddlewareObj, Request } from '@middy/core';
import { claimOf } from '../authorization.ts';
import { logger } from '../log.ts';
import { type Answer, claimsOf, type Event } from './event.ts';

/** Characters; the longest scope of a freeze has fewer. */
const LONGEST_LOGGED = 1_100;

/** One line a request, and its id in the answer. For what leaves no record behind, such as the end of a freeze, it is the audit trail: who did what to what. */
export function requestLog(): MiddlewareObj<Event, Answer> {
  const started = new WeakMap<Event, number>();
  const finish = ({ event, response }: Request<Event, Answer>) => {
    const { requestId, http, routeKey } = event.requestContext;
    const scope = event.queryStringParameters?.['scope'];
    if (response) response.headers = { ...response.headers, 'x-request-id': requestId };
    const durationMs = Date.now() - (started.get(event) ?? Date.now());
    logger.info('request', {
      requestId,
      route: routeKey,
      path: http.path,
      status: response?.statusCode,
      subject: claimOf(claimsOf(event), 'sub'),
      // All that a change names outside of its path and body; the rest of a query is nobody's business.
      ...(scope !== undefined && { scope: scope.slice(0, LONGEST_LOGGED) }),
      durationMs,
    });
  };
  return { before: ({ event }) => void started.set(event, Date.now()), after: finish, onError: finish };
}
