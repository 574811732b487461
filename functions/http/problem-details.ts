import type { MiddlewareObj } from '@middy/core';
import { type FieldError, Refusal, type RefusalKind } from '../domain/errors.ts';
import { logger } from '../log.ts';
import { json } from './answer.ts';
import type { Answer, Event } from './event.ts';
import { isUnavailable, RETRY_AFTER_SECONDS } from './unavailable.ts';

const statusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  unacceptable: 422,
};

const titleOf: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/**
 * Answers what was thrown as problem details (RFC 9457): a Refusal with its status, a service of AWS that cannot answer for now as a 503, and
 * all else as a 500. Neither of the last two tells what it was: the log does, under the request id.
 */
export function problemDetails(): MiddlewareObj<Event, Answer> {
  return {
    onError: (request) => {
      const { error } = request;
      const instance = request.event.requestContext.requestId;
      if (error instanceof Refusal) {
        const { kind, code, message, errors, extensions } = error;
        request.response = problem(statusOf[kind], code, message, instance, errors, extensions);
        return;
      }
      request.response = isUnavailable(error) ? unavailable(error, instance) : unexpected(error, instance);
    },
  };
}

function unavailable(error: unknown, instance: string): Answer {
  logger.error('unavailable', { requestId: instance, error: error as Error });
  const detail = `A service that this one stands on cannot answer for now; ask again in ${RETRY_AFTER_SECONDS} s.`;
  const answer = problem(503, 'UNAVAILABLE', detail, instance);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(RETRY_AFTER_SECONDS) } };
}

function unexpected(error: unknown, instance: string): Answer {
  logger.error('unexpected error', { requestId: instance, error: error as Error });
  const detail = 'Something went wrong on our side; the request id finds it in the logs.';
  return problem(500, 'INTERNAL_ERROR', detail, instance);
}

function problem(
  status: number,
  code: string,
  detail: string,
  instance: string,
  errors: readonly FieldError[] = [],
  extensions: Readonly<Record<string, unknown>> = {},
): Answer {
  const body = {
    ...extensions,
    type: 'about:blank',
    title: titleOf[status],
    status,
    code,
    detail,
    instance,
    ...(errors.length > 0 && { errors }),
  };
  return json(status, body, 'application/problem+json');
}
