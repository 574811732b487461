import { afterAll, describe, expect, test } from '@jest/globals';
import { apiCalls, type Role } from '../api-calls.ts';
import { decisionsOnceWaiting } from '../engine.ts';
import type { Exchanges } from '../exchanges.ts';
import { testUnlessLacking } from '../lacks.ts';

export function freezeArea(api: Exchanges) {
  const { call, post, ended, subject } = apiCalls(api);
  const request = { agentUuids: ['item12'], targetVersion: '1.5.0' };

  describe('freezing', () => {
    const path = '/freeze';
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const nowhere = { scope: { tag: 'site', value: 'a=b & ü' }, reason: 'a fair', until };
    const ofNowhere = `?scope=${encodeURIComponent('tag:site=a=b & ü')}`;
    const put = (body: unknown, role: Role = 'admin') => call(path, { method: 'PUT', role, body });
    const remove = (query = '', role: Role = 'admin') => call(path + query, { method: 'DELETE', role });
    const list = async () => (await call(path, { role: 'reader' })).body.items;

    afterAll(async () => {
      // Whatever became of the tests, the deployment sends again.
      for (const query of ['?scope=all', ofNowhere]) await remove(query);
      expect(await list()).toEqual([]);
    });

    test('a freeze of a tag is stored, listed with a sentence, replaced, and deleted once', async () => {
      expect(await put(nowhere)).toMatchObject({ status: 200, body: { ...nowhere, createdBy: subject('admin') } });
      expect(await list()).toEqual([
        {
          ...nowhere,
          createdAt: expect.stringMatching(/Z$/),
          createdBy: subject('admin'),
          detail: `Sending is frozen for site=a=b & ü by ${subject('admin')} until ${until}: a fair`,
        },
      ]);
      expect((await put({ ...nowhere, reason: 'another', until: null })).body).toMatchObject({ until: null });
      expect(await list()).toMatchObject([{ reason: 'another', until: null }]);
      expect(await remove(ofNowhere)).toMatchObject({ status: 200, body: { reason: 'another' } });
      expect(await remove(ofNowhere)).toMatchObject({ status: 404, body: { code: 'FREEZE_NOT_FOUND' } });
      expect(await list()).toEqual([]);
    });

    test('without a scope, all agents are meant to be frozen; whoever ends that says so', async () => {
      expect((await put({ reason: 'an incident' })).body).toMatchObject({ scope: 'all', until: null });
      expect(await remove()).toMatchObject({ status: 400, body: { code: 'FREEZE_SCOPE_MISSING' } });
      expect((await remove('?scope=all')).body).toMatchObject({ scope: 'all', reason: 'an incident' });
      expect((await remove('?scope=all')).status).toBe(404);
    });

    test.each<[string, unknown, string]>([
      ['no reason', { scope: 'all' }, '/reason'],
      ['a scope that is none', { ...nowhere, scope: 'site' }, '/scope'],
      ['an end that is no time', { ...nowhere, until: 'tomorrow' }, '/until'],
      ['an unknown property', { ...nowhere, createdBy: 'somebody' }, '/createdBy'],
    ])('%s is refused', async (_sentence, body, pointer) => {
      expect(await put(body)).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_FAILED', errors: [{ pointer }] },
      });
    });

    test('an end that has passed is refused', async () => {
      expect(await put({ ...nowhere, until: '2020-01-01T00:00:00+02:00' })).toMatchObject({
        status: 422,
        body: { code: 'UNTIL_PAST', errors: [{ pointer: '/until' }] },
      });
    });

    test('an operator may look, and neither freeze nor end a freeze; an agent may not even look', async () => {
      expect((await call(path, { role: 'operator' })).status).toBe(200);
      expect(await put(nowhere, 'operator')).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
      expect((await remove(ofNowhere, 'operator')).status).toBe(403);
      expect((await call(path, { role: 'agent' })).status).toBe(403);
    });

    testUnlessLacking(api.lacks, 'submissions')(
      'a job that waits decides again when others are frozen, and when they no longer are',
      async () => {
        const { body } = await post({ ...request, rollout: { startAt: until } });
        const before = await decisionsOnceWaiting(api.target(), body.id, 1);
        expect((await put(nowhere)).status).toBe(200);
        const frozen = await decisionsOnceWaiting(api.target(), body.id, before + 1);
        expect((await remove(ofNowhere)).status).toBe(200);
        await decisionsOnceWaiting(api.target(), body.id, frozen + 1);
        await call(`/upgrade-jobs/${body.id}/cancel`, { method: 'POST' });
        expect(await ended(body.id)).toMatchObject({ reason: 'CANCELLED' });
      },
      60_000,
    );
  });
}
