import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls, claimsOf } from '../api-calls.ts';
import { traces } from '../engine.ts';
import type { Exchanges } from '../exchanges.ts';

export function startsNothingArea(api: Exchanges) {
  const { post } = apiCalls(api);
  const request = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' };

  describe('a request that is not acceptable starts nothing and stores nothing', () => {
    let before: Awaited<ReturnType<typeof traces>>;
    beforeAll(async () => {
      before = await traces(api.target());
    });
    afterAll(async () => {
      expect(before.items).toBeGreaterThan(0);
      expect(await traces(api.target())).toEqual(before);
    });

    const planHash = 'f'.repeat(64);
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `agent-${index}`);

    test.each<[string, unknown, number, string]>([
      ['not JSON', 'agentUuids=item1', 400, 'BODY_NOT_JSON'],
      ['an array', [], 400, 'VALIDATION_FAILED'],
      ['a missing version', { agentUuids: ['item1'] }, 400, 'VALIDATION_FAILED'],
      ['missing agents', { targetVersion: '1.5.0' }, 400, 'VALIDATION_FAILED'],
      ['an empty list', { ...request, agentUuids: [] }, 400, 'VALIDATION_FAILED'],
      ['an empty string', { ...request, agentUuids: '' }, 400, 'VALIDATION_FAILED'],
      ['10,001 agents', { ...request, agentUuids: ids(10_001) }, 400, 'VALIDATION_FAILED'],
      ['an id with a slash', { ...request, agentUuids: ['a/b'] }, 400, 'VALIDATION_FAILED'],
      ['an id with a newline', { ...request, agentUuids: ['a\nb'] }, 400, 'VALIDATION_FAILED'],
      ['a version for a shell', { ...request, targetVersion: '1.5.0;id' }, 400, 'VALIDATION_FAILED'],
      ['an unknown property', { ...request, force: true }, 400, 'VALIDATION_FAILED'],
      ['a planHash that is none', { ...request, planHash: 'abc' }, 400, 'VALIDATION_FAILED'],
      ['a simulated job with a planHash', { ...request, simulated: true, planHash }, 400, 'VALIDATION_FAILED'],
      ['a plan that nobody came to', { ...request, planHash }, 409, 'PLAN_UNKNOWN'],
      ['a wait for nodes of 49 hours', { ...request, offline: { waitHours: 49 } }, 400, 'VALIDATION_FAILED'],
      ['2 MB', { ...request, note: 'x'.repeat(2_000_000) }, 413, 'BODY_TOO_LARGE'],
    ])('%s', async (_sentence, body, status, code) => {
      const answer = await post(body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        status,
        code,
        detail: expect.any(String),
        instance: answer.headers.get('x-request-id'),
      });
    });

    test('no body', async () => {
      const answer = await post(undefined, { headers: { 'content-type': 'application/json' } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_MISSING' } });
    });

    test('another content type', async () => {
      const answer = await post(JSON.stringify(request), { headers: { 'content-type': 'text/plain' } });
      expect(answer).toMatchObject({ status: 415, body: { code: 'NOT_JSON' } });
    });

    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

    test.each<[string, () => string | null]>([
      ['no token', () => null],
      ['an expired token', () => api.target().tokens.expired],
      ['no JWT', () => 'abc'],
      ['alg none', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claimsOf(api.target().tokens.operator))}.`],
      [
        'a token that was changed',
        () => {
          const [header, , signature] = api.target().tokens.operator.split('.');
          return `${header}.${encode({ ...claimsOf(api.target().tokens.operator), sub: 'somebody else' })}.${signature}`;
        },
      ],
    ])('%s is answered by API Gateway, in its own words', async (_sentence, token) => {
      const answer = await post(request, { token: token() });
      expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    });

    test.each(['reader', 'agent'] as const)('the token of a %s lacks the scope', async (role) => {
      expect(await post(request, { role })).toMatchObject({
        status: 403,
        body: { code: 'SCOPE_MISSING' },
      });
    });
  });
}
