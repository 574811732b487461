import type { MiddlewareObj, Request } from '@middy/core';
import { claimOf } from '../authorization.ts';
import { logger } from '../log.ts';
import { type Answer, claimsOf, type Event } from './event.ts';

/** One line a request, and its id in the answer. */
export function requestLog(): MiddlewareObj<Event, Answer> {
  const started = new WeakMap<Event, number>();
  const finish = ({ event, response }: Request<Event, Answer>) => {
    const { requestId, http, routeKey } = event.requestContext;
    if (response) response.headers = { ...response.headers, 'x-request-id': requestId };
    const durationMs = Date.now() - (started.get(event) ?? Date.now());
    logger.info('request', {
      requestId,
      route: routeKey,
      path: http.path,
      status: response?.statusCode,
      subject: claimOf(claimsOf(event), 'sub'),
      durationMs,
    });
  };
  return { before: ({ event }) => void started.set(event, Date.now()), after: finish, onError: finish };
}
