import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** An HTTP API takes request bodies up to 10 MB. */
const LARGEST_BODY = 10 * 1024 * 1024;

export class RequestTooLarge extends Error {
  override readonly name = 'RequestTooLarge';
}

/** What a request has, as API Gateway sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-decoded once; undefined where it cannot be decoded. */
  readonly path: string | undefined;
  /** As it came, without the question mark. */
  readonly query: string;
  /** Names in lower case; values of a name that came more than once joined with commas. No cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly protocol: string;
}

/** These belong to one connection and are not passed on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function apiRequest(request: IncomingMessage): ApiRequest {
  const [rawPath = '/', ...query] = (request.url ?? '/').split('?');
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const port = String(request.socket.localPort ?? 80);
  const { cookie, ...headers } = joinedHeaders(request.rawHeaders);
  return {
    method: request.method ?? 'GET',
    path: decoded(rawPath),
    query: query.join('?'),
    headers: {
      'content-length': '0',
      ...headers,
      'x-amzn-trace-id': `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`,
      'x-forwarded-for': [headers['x-forwarded-for'], sourceIp].filter((part) => part !== undefined).join(', '),
      'x-forwarded-port': port,
      'x-forwarded-proto': 'http',
    },
    cookies: cookie?.split(/; ?/) ?? [],
    sourceIp,
    protocol: `HTTP/${request.httpVersion}`,
  };
}

function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers.get(name);
    if (HOP_BY_HOP.has(name)) continue;
    headers.set(name, before === undefined ? value : `${before}${name === 'cookie' ? ';' : ','}${value}`);
  }
  return Object.fromEntries(headers);
}

/**
 * HTTP APIs decode the path before they route, and lose what follows a `%3F` (live captures in hotsock/voker pull
 * request 8). So `%2F` separates segments: `a%2Fb` finds no route that has one parameter there.
 */
function decoded(rawPath: string): string | undefined {
  try {
    return decodeURIComponent(rawPath).split('?')[0];
  } catch {
    return undefined;
  }
}

/** Reads the whole body; throws RequestTooLarge over 10 MB, after the rest was read and dropped so that the client can listen. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LARGEST_BODY) throw new RequestTooLarge(`The request body has ${size} bytes.`);
  return Buffer.concat(chunks);
}
