import { type Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Request } from './requests.ts';

export interface Exchange {
  readonly status: number;
  /** Without parameters; empty where there is no body. */
  readonly contentType: string;
  readonly body: string;
}

/** A second's worth of a route's rate of requests is back by then. */
const THROTTLED_MS = 1_000;

/**
 * Sends the request as it is written: fetch would tidy its path up first. Where the deployment is asked too much at once, asks again.
 * @param token of the caller, beside the request's own headers
 */
export async function exchange(baseUrl: string, token: string, request: Request, agent: Agent): Promise<Exchange> {
  for (;;) {
    const answer = await once(baseUrl, token, request, agent);
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, THROTTLED_MS));
  }
}

function once(
  baseUrl: string,
  token: string,
  { method, path, headers, body }: Request,
  agent: Agent,
): Promise<Exchange> {
  const { hostname, port } = new URL(baseUrl);
  const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
  const outgoing = httpRequest({
    ...{ hostname, port, method, path, agent },
    headers: { ...headers, authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body ?? '') },
  });
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    const [contentType = ''] = (incoming.headers['content-type'] ?? '').split(/\s*;/);
    const status = incoming.statusCode ?? 0;
    text(incoming).then((said) => resolve({ status, contentType, body: said }), reject);
  });
  outgoing.end(body);
  return promise;
}
