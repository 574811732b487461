import { type Claims, claimsAsText } from './authorizer.ts';
import type { ApiRequest } from './request.ts';
import type { RouteMatch } from './routes.ts';

export interface EventParts {
  readonly request: ApiRequest;
  readonly path: string;
  readonly match: RouteMatch;
  readonly body: Buffer;
  readonly claims: Claims | undefined;
  readonly requestId: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The event that a function gets: payload format 2.0, stage `$default`. Parts that the request does not have are left out. */
export function requestEvent(parts: EventParts) {
  const { request, path, match, body, claims, now } = parts;
  const { routeKey } = match.route;
  const domainName = request.headers['host']?.replace(/:\d+$/, '') ?? '127.0.0.1';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: [...request.cookies] }),
    headers: request.headers,
    ...(request.query !== '' && { queryStringParameters: queryParameters(request.query) }),
    requestContext: {
      accountId: parts.accountId,
      apiId: 'local',
      // Scopes are null unless a route asks for some, and ours never do: each function checks its own.
      ...(claims !== undefined && { authorizer: { jwt: { claims: claimsAsText(claims), scopes: null } } }),
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: parts.requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...(match.pathParameters !== undefined && { pathParameters: { ...match.pathParameters } }),
    ...bodyParts(body, request.headers['content-type']),
  };
}

/** Values of a name that comes more than once are joined with commas. */
function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** Measured on a deployed API: these types and no others arrive as text, not even a form (ministackorg/ministack pull request 766). */
const TEXT_TYPE = /^(text\/.*|application\/(json|xml|javascript))$/;

function bodyParts(body: Buffer, contentType = ''): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const isBase64Encoded = !TEXT_TYPE.test(type);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(now: number): string {
  const [, date, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${date}/${month}/${year}:${time} +0000`;
}
