import type { Cors } from '../template/http-api.ts';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './request.ts';

type Request = Pick<ApiRequest, 'method' | 'headers'>;

/**
 * What API Gateway answers to a preflight by itself, without a route, a token or a function; undefined where the request is none. To an
 * origin that is not allowed it says nothing of what is.
 */
export function preflightAnswer(cors: Cors, { method, headers }: Request): Answer | undefined {
  const asked = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || asked === undefined || headers['origin'] === undefined) return undefined;
  const { methods, requestHeaders, maxAgeSeconds } = cors;
  const told = {
    ...listHeader('access-control-allow-methods', methods),
    ...listHeader('access-control-allow-headers', requestHeaders),
    ...(maxAgeSeconds !== undefined && { 'access-control-max-age': String(maxAgeSeconds) }),
  };
  const origin = allowedOrigin(cors, headers['origin']);
  return { status: 204, headers: { ...origin, ...(origin && told) }, body: '' };
}

/** The answer as pages of other origins get it: what a function itself says of them does not count. */
export function corsAnswer(cors: Cors, { headers: { origin } }: Request, answer: Answer): Answer {
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const allowed = allowedOrigin(cors, origin);
  const exposed = allowed && listHeader('access-control-expose-headers', cors.exposedHeaders);
  return { ...answer, headers: { ...Object.fromEntries(own), ...allowed, ...exposed } };
}

function allowedOrigin({ origins }: Cors, origin: string | undefined) {
  return origin !== undefined && origins.includes(origin) ? { 'access-control-allow-origin': origin } : undefined;
}

const listHeader = (name: string, values: readonly string[]) => values.length > 0 && { [name]: values.join(',') };
