import middy, { type MiddlewareObj, type Request } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type FieldError, Refusal, type RefusalKind } from './domain/errors.ts';
import { logger } from './log.ts';
import { parseBody } from './request-body.ts';
import type { Route, Scope } from './routes.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
type Answer = APIGatewayProxyStructuredResultV2;

export interface ApiRequest<Body> {
  readonly body: Body;
  /** The subject of the caller's token. */
  readonly subject: string;
  /** Does the caller's token carry this scope, too? The route's own is checked before. */
  hasScope(scope: Scope): boolean;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** A parameter of the path, decoded. */
  path(name: string): string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The query with each value of a name that comes more than once, which `query` joins with commas. */
  readonly parameters: URLSearchParams;
}

interface ApiOptions<Body> {
  readonly route: Route;
  readonly scopeClaim: string;
  /** None for requests without a body. */
  readonly body?: z.ZodType<Body>;
  /** An empty body then counts as `{}`. */
  readonly bodyMayBeEmpty?: boolean;
}

/**
 * An API function: checks the scope, parses the body, runs, and answers JSON, JsonLines, or 204 where there is nothing to tell. A Refusal becomes problem details (RFC 9457)
 * with its status; whatever else is thrown is logged and answered as a 500 that says nothing but the request id.
 */
export function apiFunction<Body = undefined>(
  { route, scopeClaim, body, bodyMayBeEmpty = false }: ApiOptions<Body>,
  run: (request: ApiRequest<Body>) => Promise<unknown>,
) {
  const handler = async (event: Event): Promise<Answer> =>
    answer(
      await run({
        body: body === undefined ? (undefined as Body) : parseBody(body, event, bodyMayBeEmpty),
        subject: claim(event, 'sub'),
        hasScope: (scope) => isGranted(event, scope, scopeClaim),
        header: (name) => event.headers[name],
        path: (name) => event.pathParameters?.[name] ?? '',
        query: event.queryStringParameters ?? {},
        parameters: new URLSearchParams(event.rawQueryString),
      }),
    );
  return middy<Event, Answer>(handler)
    .use(requestLog())
    .use(problemDetails())
    .use(requiredScope(route.scope, scopeClaim))
    .use(requiredSubject());
}

/** One line a request, and its id in the answer. */
function requestLog(): MiddlewareObj<Event, Answer> {
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
      subject: claim(event, 'sub'),
      durationMs,
    });
  };
  return { before: ({ event }) => void started.set(event, Date.now()), after: finish, onError: finish };
}

const statusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  unacceptable: 422,
};

const titleOf: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
};

function problemDetails(): MiddlewareObj<Event, Answer> {
  return {
    onError: (request) => {
      const { error } = request;
      const instance = request.event.requestContext.requestId;
      if (error instanceof Refusal) {
        const { kind, code, message, errors, extensions } = error;
        request.response = problem(statusOf[kind], code, message, instance, errors, extensions);
        return;
      }
      logger.error('unexpected error', { requestId: instance, error: error as Error });
      request.response = problem(
        500,
        'INTERNAL_ERROR',
        'Something went wrong on our side; the request id finds it in the logs.',
        instance,
      );
    },
  };
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

/** An answer of many JSON texts, each on a line of its own (https://github.com/ndjson/ndjson-spec). */
export class JsonLines {
  constructor(readonly lines: readonly unknown[]) {}
}

function answer(body: unknown): Answer {
  if (body === undefined) return { statusCode: 204, headers: { ...HEADERS } };
  if (!(body instanceof JsonLines)) return json(200, body);
  return text(200, body.lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'application/x-ndjson');
}

const json = (statusCode: number, body: unknown, contentType = 'application/json'): Answer =>
  text(statusCode, JSON.stringify(body), contentType);

function text(statusCode: number, body: string, contentType: string): Answer {
  return { statusCode, headers: { 'content-type': contentType, ...HEADERS }, body };
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function claim(event: Event, name: string): string {
  return String(event.requestContext.authorizer?.jwt.claims[name] ?? '');
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
