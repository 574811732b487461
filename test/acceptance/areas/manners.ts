import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchanges } from '../exchanges.ts';
import { testUnlessLacking } from '../lacks.ts';

/** A deployment that FLEET_TARGET names has to allow this origin: `--cors-origins https://console.example.com`. */
export const ORIGIN = 'https://console.example.com';

export function mannersArea(api: Exchanges) {
  interface Call {
    readonly method?: string;
    readonly token?: string | null;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
  }

  async function call(
    path: string,
    { method = 'GET', token = api.target().tokens.operator, body, headers = {} }: Call = {},
  ) {
    const response = await api.send(`/api/v1${path}`, {
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

  test('the description of the API comes without a token, and is the one that was written down', async () => {
    const { status, body } = await call('/openapi.json', { token: null });
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
  });

  test('a token that has expired does not keep from the sign of life', async () => {
    expect(await call('/health', { token: api.target().tokens.expired })).toMatchObject({ status: 200 });
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

    testUnlessLacking(api.lacks, 'cors')('may call the API from a page of the origin that is allowed', async () => {
      const { status, headers } = await preflight(ORIGIN);
      expect(status).toBe(204);
      expect(headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'access-control-max-age': '3600' });
      expect(headers['access-control-allow-methods']?.split(',')).toEqual(
        expect.arrayContaining(['GET', 'POST', 'PUT']),
      );
      expect(headers['access-control-allow-headers']?.split(',')).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer']),
      );
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    });

    testUnlessLacking(api.lacks, 'cors').each<[string, string, Call]>([
      ['an answer', '/agents', {}],
      ['a refusal', '/upgrade-jobs/upgrade-job-0', {}],
      ['what API Gateway answers itself', '/agents', { token: null }],
    ])('may read %s there', async (_sentence, path, change) => {
      const { headers } = await call(path, { ...change, headers: { origin: ORIGIN } });
      expect(headers['access-control-allow-origin']).toBe(ORIGIN);
      expect(headers['access-control-expose-headers']?.split(',')).toEqual(
        expect.arrayContaining(['etag', 'link', 'preference-applied', 'retry-after', 'x-request-id']),
      );
    });

    test.each(['https://evil.example.com', 'null'])('may not from a page of %s', async (origin) => {
      const answers = [await preflight(origin), await call('/agents', { headers: { origin } })];
      for (const { headers } of answers) expect(headers).not.toHaveProperty('access-control-allow-origin');
    });
  });

  describe('a job, its agents and its events', () => {
    let id: string;
    beforeAll(async () => {
      const request = { agentUuids: ['item22'], targetVersion: '1.5.0', simulated: true };
      ({
        body: { id },
      } = await call('/agents/batch-upgrade', { method: 'POST', body: request }));
      while ((await call(`/upgrade-jobs/${id}`)).body.completedAt === null)
        await new Promise((resolve) => setTimeout(resolve, 200));
    }, 60_000);

    test.each(['', '/agents', '/events?limit=2'])('%s come without a body to who has them already', async (path) => {
      const first = await call(`/upgrade-jobs/${id}${path}`);
      const etag = first.headers['etag'] ?? '';
      expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-cache' } });
      expect(etag).toMatch(/^"[\w-]{43}"$/);

      const again = await call(`/upgrade-jobs/${id}${path}`, { headers: { 'if-none-match': `"other", ${etag}` } });
      expect(again).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': 'private, no-cache' } });
      const others = await call(`/upgrade-jobs/${id}${path}`, { headers: { 'if-none-match': '"other"' } });
      expect(others).toMatchObject({ status: 200, text: first.text });
    });

    testUnlessLacking(api.lacks, 'bareNotModified')('and without the length of one', async () => {
      const { headers } = await call(`/upgrade-jobs/${id}`, { headers: { 'if-none-match': '*' } });
      expect(headers).not.toHaveProperty('content-length');
    });

    test('are refused to who may not see them, whatever they have', async () => {
      const headers = { 'if-none-match': '*' };
      expect(await call(`/upgrade-jobs/${id}`, { token: null, headers })).toMatchObject({ status: 401 });
      expect(await call(`/upgrade-jobs/${id}`, { token: api.target().tokens.agent, headers })).toMatchObject({
        status: 403,
      });
      expect(await call('/upgrade-jobs/upgrade-job-0', { headers })).toMatchObject({ status: 404 });
    });
  });

  describe('who prefers to wait', () => {
    const post = (path: string, body: unknown, prefer: string, headers = {}) =>
      measured(() => call(path, { method: 'POST', body, headers: { prefer, ...headers } }));

    async function measured(ask: () => ReturnType<typeof call>) {
      const started = performance.now();
      const answer = await ask();
      return { ...answer, seconds: (performance.now() - started) / 1000 };
    }

    /** Where machines are slow a job may take longer than one wait: waits again, as a caller would. */
    async function end(first: Awaited<ReturnType<typeof post>>) {
      let answer = first;
      while (answer.body.completedAt === null) {
        expect(answer.seconds).toBeGreaterThanOrEqual(24.9);
        answer = await measured(() =>
          call(`/upgrade-jobs/${first.body.id}`, { headers: { prefer: 'respond-async, wait=60' } }),
        );
        expect(answer).toMatchObject({ status: 200, headers: { 'preference-applied': 'wait=25' } });
      }
      return answer.body;
    }

    const applied = { 'preference-applied': 'wait=25' };
    const request = { agentUuids: ['item23'], targetVersion: '1.5.0' };

    test('gets a job when it has ended, and what is made of it as well', async () => {
      const upgrade = await post('/agents/batch-upgrade', request, 'wait=25');
      expect(upgrade).toMatchObject({ status: 200, headers: applied });
      expect(await end(upgrade)).toMatchObject({
        status: 'success',
        agents: [{ agentUuid: 'item23', status: 'success' }],
      });

      const rollback = await post(`/upgrade-jobs/${upgrade.body.id}/rollback`, {}, 'wait=25');
      expect(rollback).toMatchObject({ status: 200, headers: applied });
      expect(await end(rollback)).toMatchObject({ status: 'success', parentJobId: upgrade.body.id });
    }, 240_000);

    test('gets what became of the one agent that it asked for', async () => {
      const answer = await post('/agents/item22/upgrade', { targetVersion: '1.5.0', simulated: true }, 'wait=25');
      expect(answer).toMatchObject({ status: 200, headers: applied, body: { agentUuid: 'item22' } });
      if (answer.seconds < 24.9) expect(answer.body).toMatchObject({ status: 'success', reason: 'SIMULATED' });
    }, 60_000);

    test('gets the retry of a job when that has ended', async () => {
      const failing = { agentUuids: ['nobody'], targetVersion: '1.5.0' };
      const { id } = await end(await post('/agents/batch-upgrade', failing, 'wait=25'));
      const retry = await post(`/upgrade-jobs/${id}/retry`, {}, 'wait=25');
      expect(retry).toMatchObject({ status: 200, headers: applied });
      expect(await end(retry)).toMatchObject({ status: 'failed', parentJobId: id });
    }, 240_000);

    const laterRequest = () => ({
      ...request,
      agentUuids: ['item24'],
      rollout: { startAt: new Date(Date.now() + 3_600_000).toISOString() },
    });

    test('for a second gets the job as it is then, and a repeat waits for the same job', async () => {
      const [body, key] = [laterRequest(), { 'idempotency-key': 'manners-1' }];
      const first = await post('/agents/batch-upgrade', body, 'wait=1', key);
      expect(first).toMatchObject({
        status: 200,
        headers: { 'preference-applied': 'wait=1' },
        body: { status: 'pending' },
      });
      expect(first.seconds).toBeGreaterThanOrEqual(0.99);
      const repeat = await post('/agents/batch-upgrade', body, 'wait=2', key);
      expect(repeat).toMatchObject({ headers: { 'preference-applied': 'wait=2' }, body: { id: first.body.id } });
      expect(repeat.seconds).toBeGreaterThanOrEqual(1.99);

      const etag = (await call(`/upgrade-jobs/${first.body.id}`)).headers['etag'] ?? '';
      const same = await call(`/upgrade-jobs/${first.body.id}`, {
        headers: { prefer: 'wait=1', 'if-none-match': etag },
      });
      expect(same).toMatchObject({ status: 304, text: '', headers: { 'preference-applied': 'wait=1' } });
      await call(`/upgrade-jobs/${first.body.id}/cancel`, { method: 'POST' });
    }, 60_000);

    test.each(['wait=soon', 'wait="20', 'respond-async'])(
      'and writes %s is answered at once',
      async (prefer) => {
        const answer = await post('/agents/batch-upgrade', { ...laterRequest(), agentUuids: ['item25'] }, prefer);
        expect(answer).toMatchObject({ status: 200, body: { status: 'pending' } });
        expect(answer.headers).not.toHaveProperty('preference-applied');
        await call(`/upgrade-jobs/${answer.body.id}/cancel`, { method: 'POST' });
      },
      60_000,
    );
  });
}
