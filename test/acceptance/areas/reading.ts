import { describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function readingArea(api: Exchanges) {
  const { call } = apiCalls(api);

  describe('reading', () => {
    test.each([
      '/upgrade-jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D',
      '/upgrade-jobs/nonsense',
      '/upgrade-jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D/agents',
    ])('%s is unknown', async (path) => {
      expect(await call(path)).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } });
    });

    test('a path that is no route is answered by API Gateway', async () => {
      expect(await call('/nothing')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
    });

    const madeUp = (state: object) => `cursor=${Buffer.from(JSON.stringify(state)).toString('base64url')}`;

    const refused = [madeUp({ shard: 3, start: { pk: 'x' } }), madeUp({ shard: 3, after: 'somebody' })];
    test.each(['limit=0', 'limit=251', 'limit=x', 'limit=1e2', 'cursor=nonsense', ...refused])(
      'a list with ?%s is refused',
      async (query) => {
        expect((await call(`/agents?${query}`)).status).toBe(400);
      },
    );

    test('agents are listed in pages', async () => {
      const first = await call('/agents?limit=3');
      expect(first.body.items).toHaveLength(3);
      const rest = await call(`/agents?limit=250&cursor=${first.body.nextCursor}`);
      expect(rest.body.nextCursor).toBeNull();
      const names = [...first.body.items, ...rest.body.items].map(({ agentUuid }) => agentUuid);
      expect(names).toEqual(expect.arrayContaining(['item1', 'item2', 'item3', 'item4']));
      expect(new Set(names).size).toBe(names.length);
    });

    test('agents are listed by what they are, and no filter is taken that is none', async () => {
      const list = async (query: string) => (await call(`/agents?${query}`)).body.items;
      const all = await list('agentType=demo-agent');
      expect(all.length).toBeGreaterThanOrEqual(4);
      expect(await list('version=0.0.0')).toEqual([]);
      expect(await list('status=vanished')).toEqual([]);
      expect(await list('tag=site=nowhere')).toEqual([]);
      for (const query of ['state=online', 'status=gone', 'tag=site'])
        expect(await call(`/agents?${query}`)).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } });
    });

    test('an agent is found by its name, and one that is not there is not', async () => {
      expect(await call('/agents/item1')).toMatchObject({
        status: 200,
        body: { agentUuid: 'item1', agentType: 'demo-agent' },
      });
      expect((await call(`/agents/${'x'.repeat(3000)}`)).status).toBe(404);
      expect(await call('/agents/nobody')).toMatchObject({ status: 404, body: { code: 'AGENT_NOT_FOUND' } });
    });
  });
}
