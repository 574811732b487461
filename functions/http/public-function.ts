import middy from '@middy/core';
import type { PublicRoute } from '../routes.ts';
import { answer } from './answer.ts';
import type { Answer, Event } from './event.ts';
import { problemDetails } from './problem-details.ts';
import { requestLog } from './request-log.ts';

/**
 * A function for everyone, without a token: it gets nothing of the request.
 * @param _route is here so that no route with a scope can be given to it
 */
export const publicFunction = (_route: PublicRoute, run: () => Promise<unknown>) =>
  middy<Event, Answer>(async () => answer(await run()))
    .use(requestLog())
    .use(problemDetails());
