import { afterAll, describe, expect, test } from '@jest/globals';
import { apiCalls, type Role } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function registeringArea(api: Exchanges) {
  const { call, post } = apiCalls(api);

  describe('registering', () => {
    const put = (agentUuid: string, body: unknown, role: Role = 'admin') =>
      call(`/agents/${agentUuid}`, { method: 'PUT', role, body });
    const agent = { agentType: 'demo-agent', nodeId: 'mi-0fedcba9876543210' };
    const derived = `demo-agent:000000000000:us-east-1:${agent.nodeId}`;
    afterAll(async () => {
      for (const agentUuid of [derived, 'other']) await call(`/agents/${agentUuid}`, { method: 'DELETE' });
    });

    test('an agent is registered once, and again with other tags', async () => {
      expect(await put(encodeURIComponent(derived), agent)).toMatchObject({
        status: 200,
        body: { agentUuid: derived, version: null },
      });
      expect(await put(encodeURIComponent(derived), { ...agent, tags: { site: 'a' } })).toMatchObject({
        status: 200,
        body: { tags: { site: 'a' } },
      });
      expect(await put('alias', agent)).toMatchObject({
        status: 409,
        body: { code: 'DUPLICATE_AGENT', detail: expect.stringContaining(derived) },
      });
    });

    test('an agent is found by its tags, and removed once, whereupon its node is free', async () => {
      const remove = (role: Role = 'admin') => call('/agents/shop%2B1', { method: 'DELETE', role });
      const shop = { ...agent, nodeId: 'mi-0fedcba9876543212', tags: { shop: 'a, b', till: '1=2' } };
      expect(await put('shop%2B1', shop)).toMatchObject({
        status: 200,
        body: {
          origin: 'registered',
          platform: null,
          connection: null,
          lastSeenAt: null,
          versions: [],
          vanishedAt: null,
        },
      });
      const query = new URLSearchParams([
        ['tag', 'shop=a, b'],
        ['tag', 'till=1=2'],
      ]);
      expect((await call(`/agents?${query}`)).body).toMatchObject({ items: [{ agentUuid: 'shop+1' }] });
      expect(await remove('operator')).toMatchObject({ status: 403 });
      expect(await remove()).toMatchObject({ status: 204, body: undefined });
      expect(await remove()).toMatchObject({ status: 404, body: { code: 'AGENT_NOT_FOUND' } });
      expect((await call(`/agents?${query}`)).body).toEqual({ items: [], nextCursor: null });
      expect(await put('shop-2', shop)).toMatchObject({ status: 200 });
      expect(await call('/agents/shop-2', { method: 'DELETE' })).toMatchObject({ status: 204 });
    });

    test.each<[string, string, unknown, number, string]>([
      ['an unknown agent type', 'item99', { ...agent, agentType: 'nope' }, 422, 'AGENT_TYPE_UNKNOWN'],
      ['no node', 'item99', { agentType: 'demo-agent' }, 400, 'VALIDATION_FAILED'],
      ['a node that is none', 'item99', { ...agent, nodeId: 'server-1' }, 400, 'VALIDATION_FAILED'],
      ['an agentUuid that is none', 'a%20b', agent, 400, 'AGENT_UUID_INVALID'],
    ])('%s is refused', async (_sentence, agentUuid, body, status, code) => {
      expect(await put(agentUuid, body)).toMatchObject({ status, body: { code } });
    });

    // `constructor` cannot be stored, and `__proto__` would be lost; the brackets make a property of the second, too.
    test.each(['constructor', '__proto__'])('a tag %s is pointed at, and the node stays free', async (name) => {
      const elsewhere = { ...agent, nodeId: 'mi-0fedcba9876543211' };
      const tags = { site: 'a', [name]: 'x' };
      expect(await put('item99', { ...elsewhere, tags })).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_FAILED', errors: [{ pointer: `/tags/${name}` }] },
      });
      expect(await post({ selector: { tags }, targetVersion: '1.5.0' })).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_FAILED', errors: [{ pointer: `/selector/tags/${name}` }] },
      });
      expect(await put('other', elsewhere)).toMatchObject({ status: 200, body: { agentUuid: 'other' } });
    });

    test('an operator may not register', async () => {
      expect((await put('item99', agent, 'operator')).status).toBe(403);
    });
  });
}
