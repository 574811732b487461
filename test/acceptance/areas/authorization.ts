import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';
import type { Target } from '../target.ts';

export function authorizationArea(api: Exchanges) {
  const { subject } = apiCalls(api);
  const API = '/api/v1';
  const UPGRADE = `${API}/agents/batch-upgrade`;

  /** item15 is in Berlin, item16 in New York, and item17 nowhere. */
  beforeAll(async () => {
    await tag('item15', { site: 'berlin' });
    await tag('item16', { site: 'new york' });
  }, 60_000);

  type Who = keyof Target['tokens'];

  async function call(who: Who, method: string, path: string, body?: unknown) {
    const response = await api.send(path, {
      method,
      headers: {
        authorization: `Bearer ${api.target().tokens[who]}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async function tag(agentUuid: string, tags: object, who: Who = 'admin') {
    const { agentType, nodeId } = (await call('admin', 'GET', `${API}/agents/${agentUuid}`)).body;
    return call(who, 'PUT', `${API}/agents/${agentUuid}`, { agentType, nodeId, tags });
  }

  async function agentsOf(who: Who, query = ''): Promise<string[]> {
    const { body } = await call(who, 'GET', `${API}/agents${query}`);
    return body.items.map(({ agentUuid }: { agentUuid: string }) => agentUuid).toSorted();
  }

  /** A simulated job, which changes no agent; answers it once it has ended. */
  async function simulated(who: Who, what: object) {
    const { status, body } = await call(who, 'POST', UPGRADE, { targetVersion: '1.5.0', simulated: true, ...what });
    expect(status).toBe(200);
    return ended(body.id);
  }

  async function ended(id: string) {
    for (;;) {
      const { body } = await call('admin', 'GET', `${API}/upgrade-jobs/${id}`);
      if (body.completedAt !== null) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  const reasonsOf = (job: { agents: { agentUuid: string; reason: string }[] }) =>
    Object.fromEntries(job.agents.map(({ agentUuid, reason }) => [agentUuid, reason]));

  const all = { agentUuids: ['item15', 'item16', 'item17'] };

  describe('a token without the scope', () => {
    test.each<[Who, string, string, string]>([
      ['reader', 'POST', UPGRADE, 'fleet/upgrade'],
      ['operator', 'PUT', `${API}/freeze`, 'fleet/admin'],
      ['agent', 'GET', `${API}/agents`, 'fleet/read'],
    ])('of a %s is refused %s %s, and told of %s', async (who, method, path, scope) => {
      const { status, body } = await call(who, method, path, method === 'GET' ? undefined : {});
      expect(status).toBe(403);
      expect(body).toMatchObject({
        code: 'SCOPE_MISSING',
        detail: `The token lacks the scope ${scope} in its claim scope.`,
      });
    });
  });

  describe('a token for Berlin', () => {
    test('shows the agents there, and no others', async () => {
      expect(await agentsOf('berlin')).toEqual(['item15']);
      expect(await agentsOf('berlin', '?agentType=demo-agent')).toEqual(['item15']);
      expect(await agentsOf('berlin', '?tag=site%3Dnew%20york')).toEqual([]);
      expect(await agentsOf('newYork')).toEqual(['item16']);
      expect(await agentsOf('reader')).toEqual(expect.arrayContaining(['item15', 'item16', 'item17']));
      expect((await call('berlin', 'GET', `${API}/agents/item15`)).body).toMatchObject({ agentUuid: 'item15' });
      expect(await call('berlin', 'GET', `${API}/agents/item16`)).toMatchObject({
        status: 404,
        body: { code: 'AGENT_NOT_FOUND' },
      });
    });

    test('upgrades the agent there, and leaves those alone that are named beside it', async () => {
      const { body } = await call('berlin', 'POST', UPGRADE, { ...all, targetVersion: '1.5.0' });
      const job = await ended(body.id);
      expect(reasonsOf(job)).toEqual({ item15: 'UPGRADED', item16: 'FORBIDDEN_AGENT', item17: 'FORBIDDEN_AGENT' });
      expect(job).toMatchObject({ status: 'failed', reason: 'SOME_FAILED', requestedBy: subject('berlin') });
      expect((await call('admin', 'GET', `${API}/agents/item16`)).body.version).not.toBe('1.5.0');
    }, 60_000);

    test('chooses among the agents there', async () => {
      expect(reasonsOf(await simulated('berlin', { selector: { agentType: 'demo-agent' } }))).toEqual({
        item15: 'SIMULATED',
      });
    }, 60_000);

    test('sees and steers its own jobs', async () => {
      const startAt = new Date(Date.now() + 3_600_000).toISOString();
      const { body: job } = await call('berlin', 'POST', UPGRADE, {
        agentUuids: ['item15'],
        targetVersion: '1.6.0',
        rollout: { startAt },
      });
      expect((await call('berlin', 'GET', `${API}/upgrade-jobs/${job.id}/agents`)).status).toBe(200);
      expect((await call('berlin', 'POST', `${API}/upgrade-jobs/${job.id}/pause`)).status).toBe(200);
      expect((await call('berlin', 'POST', `${API}/upgrade-jobs/${job.id}/cancel`)).status).toBe(200);
      await ended(job.id);
      const { body: trail } = await call('berlin', 'GET', `${API}/upgrade-jobs/${job.id}/events`);
      const doneBy = trail.items.flatMap(({ by, reason }: { by: string | null; reason: string }) =>
        by === null ? [] : [[by, reason]],
      );
      expect(doneBy).toEqual(['SUBMITTED', 'PAUSED', 'CANCELLED'].map((reason) => [subject('berlin'), reason]));
    }, 60_000);

    test('neither sees nor steers those of others', async () => {
      for (const who of ['operator', 'newYork'] as const) {
        const { id } = await simulated(who, all);
        for (const part of ['', '/agents', '/events'])
          expect(await call('berlin', 'GET', `${API}/upgrade-jobs/${id}${part}`)).toMatchObject({
            status: 404,
            body: { code: 'JOB_NOT_FOUND' },
          });
        for (const action of ['pause', 'resume', 'cancel', 'approve', 'retry', 'rollback'])
          expect(await call('berlin', 'POST', `${API}/upgrade-jobs/${id}/${action}`)).toMatchObject({
            status: 403,
            body: { code: 'FENCED' },
          });
      }
    }, 60_000);

    test('a retry of its job stays in Berlin, whoever asks for it', async () => {
      const { body } = await call('berlin', 'POST', UPGRADE, { ...all, targetVersion: '1.5.1' });
      await call('berlin', 'POST', `${API}/upgrade-jobs/${body.id}/cancel`);
      await ended(body.id);
      const retried = await call('admin', 'POST', `${API}/upgrade-jobs/${body.id}/retry`, { simulated: true });
      expect(retried.status).toBe(200);
      expect(reasonsOf(await ended(retried.body.id))).toMatchObject({
        item16: 'FORBIDDEN_AGENT',
        item17: 'FORBIDDEN_AGENT',
      });
    }, 60_000);
  });

  describe('an administrator for New York', () => {
    const fenced = { status: 403, body: { code: 'FENCED', title: 'Forbidden' } };

    test('changes tags of the agent there, not so that it leaves', async () => {
      expect(await tag('item16', { site: 'new york', ring: '1' }, 'newYork')).toMatchObject({ status: 200 });
      expect(await tag('item16', { site: 'berlin' }, 'newYork')).toMatchObject(fenced);
      expect(await tag('item15', { site: 'new york' }, 'newYork')).toMatchObject(fenced);
    });

    test('freezes New York, and nothing else', async () => {
      const scope = { tag: 'site', value: 'new york' };
      const key = encodeURIComponent('tag:site=new york');
      expect(await call('newYork', 'PUT', `${API}/freeze`, { scope, reason: 'a fair' })).toMatchObject({ status: 200 });
      expect(await call('newYork', 'DELETE', `${API}/freeze?scope=${key}`)).toMatchObject({ status: 200 });
      expect(await call('newYork', 'PUT', `${API}/freeze`, { reason: 'a fair' })).toMatchObject(fenced);
      expect(await call('newYork', 'DELETE', `${API}/freeze?scope=all`)).toMatchObject(fenced);
    });

    test.each<[string, string, object | undefined]>([
      ['DELETE', '/agents/item15', undefined],
      ['POST', '/agents/discover', { dryRun: true }],
      ['GET', '/export', undefined],
      ['POST', '/versions', { agentType: 'demo-agent', version: '9.9.9' }],
      ['POST', '/versions/demo-agent/1.5.0/deprecate', { reason: 'it leaks' }],
      ['POST', '/versions/demo-agent/1.5.0/activate', undefined],
    ])('is refused %s %s', async (method, path, body) => {
      expect(await call('newYork', method, API + path, body)).toMatchObject(fenced);
    });

    test('reads the catalogue and the freezes', async () => {
      expect((await call('newYork', 'GET', `${API}/versions`)).status).toBe(200);
      expect((await call('newYork', 'GET', `${API}/freeze`)).status).toBe(200);
    });
  });

  test('a token that is fenced and does not say by what opens nothing', async () => {
    for (const [method, path] of [
      ['GET', '/agents'],
      ['POST', '/agents/batch-upgrade'],
      ['GET', '/export'],
    ] as const)
      expect(await call('misfenced', method, API + path)).toMatchObject({
        status: 403,
        body: { code: 'FENCE_INVALID' },
      });
  });
}
