import { describe, expect, test } from '@jest/globals';
import { apiCalls, type Call } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function discoveryArea(api: Exchanges) {
  const { call } = apiCalls(api);

  describe('discovering', () => {
    const discover = (body?: unknown, change: Call = {}) =>
      call('/agents/discover', { method: 'POST', body, ...change });

    test('a dry run finds the fleet, and the real one the same; then the inventory knows the nodes', async () => {
      const { status, body: dry } = await discover({ dryRun: true });
      expect([status, dry.dryRun, dry.complete, dry.detail]).toEqual([200, true, true, null]);
      expect(dry.found.count).toBeGreaterThanOrEqual(4);
      expect(dry.found.examples).toContainEqual(expect.objectContaining({ agentUuid: 'item1' }));
      const { body: real } = await discover();
      expect({ ...real, dryRun: true, startedAt: dry.startedAt }).toEqual(dry);
      expect((await call('/agents/item1')).body).toMatchObject({
        origin: 'registered',
        connection: 'online',
        platform: { type: 'linux' },
        lastSeenAt: expect.any(String),
        vanishedAt: null,
      });
    });

    test('two at once would find the same: the second one is refused', async () => {
      // Where a function has to start first, the second request finds the first one answered: then both are asked again.
      const twice = () => Promise.all([discover(), discover()]);
      let answers = await twice();
      for (let time = 1; time < 10 && answers.every(({ status }) => status === 200); time++) answers = await twice();
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(answers).toContainEqual(
        expect.objectContaining({ body: expect.objectContaining({ code: 'DISCOVERY_UNDER_WAY' }) }),
      );
    });

    test.each([
      ['a word for dryRun', { dryRun: 'yes' }, '/dryRun'],
      ['an unknown property', { dry: true }, '/dry'],
    ])('refuses %s', async (_what, body, pointer) => {
      expect(await discover(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    });

    test('is for administrators', async () => {
      expect(await discover({ dryRun: true }, { role: 'operator' })).toMatchObject({ status: 403 });
      expect(await discover({ dryRun: true }, { token: null })).toMatchObject({ status: 401 });
    });
  });
}
