import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTarget, type Target } from './target.ts';

/** A deployment that FLEET_TARGET names has to allow this origin: `--cors-origins https://console.example.com`. */
const ORIGIN = 'https://console.example.com';

let target: Target;
beforeAll(async () => {
  target = await startTarget(4, ['--cors-origins', ORIGIN]);
}, 120_000);
afterAll(() => target?.stop());

interface Call {
  readonly method?: string;
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function call(path: string, { method = 'GET', token = target.tokens.operator, body, headers = {} }: Call = {}) {
  const response = await fetch(`${target.baseUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

test('the sign of life comes without a token, and tells nothing else', async () => {
  const { status, headers, body } = await call('/health', { token: null });
  expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': expect.any(String) });
});

test('a token that has expired does not keep from the sign of life', async () => {
  expect(await call('/health', { token: target.tokens.expired })).toMatchObject({ status: 200 });
});

describe('browsers', () => {
  test.each<[string, string]>([
    ['an answer', '/agents'],
    ['a refusal', '/upgrade-jobs/upgrade-job-0'],
    ['the sign of life', '/health'],
  ])('run and frame nothing of %s', async (_sentence, path) => {
    expect((await call(path)).headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=63072000',
      'x-content-type-options': 'nosniff',
    });
  });

  const preflight = (origin: string) =>
    call('/agents/batch-upgrade', {
      method: 'OPTIONS',
      token: null,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key,prefer',
      },
    });

  test('may call the API from a page of the origin that is allowed', async () => {
    const { status, headers } = await preflight(ORIGIN);
    expect(status).toBe(204);
    expect(headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'access-control-max-age': '3600' });
    expect(headers['access-control-allow-methods']?.split(',')).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT']));
    expect(headers['access-control-allow-headers']?.split(',')).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer']),
    );
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each<[string, string, Call]>([
    ['an answer', '/agents', {}],
    ['a refusal', '/upgrade-jobs/upgrade-job-0', {}],
    ['what API Gateway answers itself', '/agents', { token: null }],
  ])('may read %s there', async (_sentence, path, change) => {
    const { headers } = await call(path, { ...change, headers: { origin: ORIGIN } });
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(headers['access-control-expose-headers']?.split(',')).toEqual(
      expect.arrayContaining(['etag', 'preference-applied', 'retry-after', 'x-request-id']),
    );
  });

  test.each(['https://evil.example.com', 'null'])('may not from a page of %s', async (origin) => {
    const answers = [await preflight(origin), await call('/agents', { headers: { origin } })];
    for (const { headers } of answers) expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
