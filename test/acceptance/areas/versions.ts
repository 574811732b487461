import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls, type Call, type Role } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function versionsArea(api: Exchanges) {
  const { call, post, ended, until, upgraded, subject } = apiCalls(api);

  describe('the version catalogue', () => {
    const path = '/versions';
    const sha256 = 'a'.repeat(64);
    const url = 'https://example.com/a.tar.gz?signature=secret';
    const of = (version: string) => `${path}/demo-agent/${encodeURIComponent(version)}`;
    const publish = (body: object) => call(path, { method: 'POST', body: { agentType: 'demo-agent', ...body } });
    const get = (at: string, role: Role = 'reader') => call(at, { role });
    const act = (version: string, action: string, change: Call = {}) =>
      call(`${of(version)}/${action}`, { method: 'POST', ...change });
    const deprecate = (version: string, reason = 'it leaks') => act(version, 'deprecate', { body: { reason } });

    /** As published in this test's own moment, the newest first. */
    const versions = ['7.1.0+b1', '7.2.0', '7.3.0'];
    beforeAll(async () => {
      for (const version of versions)
        expect((await publish({ version, minVersion: '1.0.0', artifact: { url, sha256 } })).status).toBe(200);
    });

    test('a version is read by its name, without what signs its address', async () => {
      const expected = {
        agentType: 'demo-agent',
        version: '7.1.0+b1',
        minVersion: '1.0.0',
        releaseNotes: null,
        status: 'active',
        deprecation: null,
        publishedAt: expect.stringMatching(/Z$/),
        publishedBy: subject('admin'),
        artifacts: [{ url: 'https://example.com/a.tar.gz', sha256, signature: null }],
      };
      expect(await get(of('7.1.0+b1'))).toMatchObject({ status: 200, body: expected });
      expect((await get(of('7.1.0+b1'), 'admin')).body.artifacts).toMatchObject([{ url }]);
      expect(await get(of('1:7.52.0-1'))).toMatchObject({
        status: 404,
        body: { code: 'VERSION_NOT_FOUND', detail: expect.stringContaining('demo-agent 1:7.52.0-1') },
      });
      expect((await get(of('7.1.0'), 'agent')).status).toBe(403);
    });

    test('the list has the newest first, in pages and by status', async () => {
      const { body } = await get(`${path}?agentType=demo-agent&limit=2`);
      expect(body.items).toMatchObject([{ version: '7.3.0' }, { version: '7.2.0' }]);
      expect(JSON.stringify(body)).not.toContain('secret');
      const next = await get(`${path}?agentType=demo-agent&limit=1&cursor=${body.nextCursor}`);
      expect(next.body.items).toMatchObject([{ version: '7.1.0+b1' }]);
      expect((await get(`${path}?agentType=nothing`)).body).toEqual({ items: [], nextCursor: null });
      for (const query of ['status=gone', 'agenttype=demo-agent'])
        expect(await get(`${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } });
      expect(await get(`${path}?cursor=x`)).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    });

    test('a deprecated version says why, repeats that, takes no job, and is active again', async () => {
      const { body } = await deprecate('7.3.0');
      expect(body).toMatchObject({ status: 'deprecated', deprecation: { reason: 'it leaks', by: subject('admin') } });
      expect((await deprecate('7.3.0', 'another reason')).body).toEqual(body);
      const listed = await get(`${path}?status=deprecated`);
      expect(listed.body.items).toMatchObject([{ version: '7.3.0', deprecation: body.deprecation }]);
      const job = await post({ agentUuids: ['item11'], targetVersion: '7.3.0' });
      expect(await ended(job.body.id)).toMatchObject({
        status: 'failed',
        agents: [
          { reason: 'VERSION_DEPRECATED', error: `demo-agent 7.3.0 was deprecated by ${subject('admin')}: it leaks` },
        ],
      });
      for (let time = 0; time < 2; time++)
        expect((await act('7.3.0', 'activate')).body).toMatchObject({ status: 'active', deprecation: null });
    }, 60_000);

    test('a job that is under way is held as long as its version is deprecated', async () => {
      const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toLocaleDateString('en', {
        weekday: 'short',
        timeZone: 'UTC',
      });
      const window = { days: [inTwoDays.toLowerCase()], start: '12:00', durationMinutes: 60, timeZone: 'UTC' };
      const { body } = await post({ agentUuids: ['item11'], targetVersion: '7.2.0', rollout: { window } });
      await until(body.id, ({ reason }) => reason === 'WINDOW_CLOSED');
      expect((await deprecate('7.2.0')).status).toBe(200);
      expect(await until(body.id, ({ reason }) => reason === 'VERSION_DEPRECATED')).toMatchObject({ phase: 'paused' });
      expect((await act('7.2.0', 'activate')).status).toBe(200);
      await until(body.id, ({ reason }) => reason === 'WINDOW_CLOSED');
      await call(`/upgrade-jobs/${body.id}/cancel`, { method: 'POST' });
      await ended(body.id);
    }, 60_000);

    test('an agent that is too old for a version is told from where to go there', async () => {
      await upgraded(['item11'], '1.5.0');
      await publish({ version: '7.4.0', minVersion: '7.0.0', artifact: { url, sha256 } });
      const { body } = await post({ agentUuids: ['item11'], targetVersion: '7.4.0', simulated: true });
      expect((await ended(body.id)).agents).toMatchObject([
        { reason: 'VERSION_TOO_OLD', error: expect.stringContaining('minVersion 7.0.0') },
      ]);
    }, 60_000);

    test.each<[string, object, number, string]>([
      ['no checksum', { artifact: { url } }, 422, 'VERSION_UNUSABLE'],
      [
        'a least version newer than itself',
        { minVersion: '9.0.0', artifact: { url, sha256 } },
        422,
        'VERSION_UNUSABLE',
      ],
      ['a bucket that is none', { artifact: { url: 's3://Bucket/key', sha256 } }, 400, 'VALIDATION_FAILED'],
      ['half a signature', { artifact: { url, sha256, signature: 'AAAA' } }, 400, 'VALIDATION_FAILED'],
      ['a key of its own', { publicKey: 'AAAA', artifact: { url, sha256 } }, 400, 'VALIDATION_FAILED'],
    ])('%s is refused', async (_sentence, body, status, code) => {
      expect(await publish({ version: '7.9.0', ...body })).toMatchObject({ status, body: { code } });
    });

    test('only an administrator deprecates and activates, with a reason, and only what is published', async () => {
      expect((await act('7.2.0', 'deprecate', { role: 'operator', body: { reason: 'x' } })).status).toBe(403);
      expect((await act('7.2.0', 'activate', { role: 'operator' })).status).toBe(403);
      expect(await deprecate('7.2.0', ' ')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason' }] } });
      expect(await deprecate('9.9.9')).toMatchObject({ status: 404, body: { code: 'VERSION_NOT_FOUND' } });
      expect((await act('9.9.9', 'activate')).status).toBe(404);
    });

    test('a version is published once', async () => {
      const version = { version: '7.0.0', artifact: { url, sha256 } };
      expect((await publish(version)).status).toBe(200);
      expect((await publish(version)).status).toBe(200);
      const other = { ...version, artifact: { ...version.artifact, sha256: 'b'.repeat(64) } };
      expect(await publish(other)).toMatchObject({ status: 409, body: { code: 'VERSION_EXISTS' } });
      for (const url of ['http://example.com/a', 'https://user:word@example.com/a', 'a.tar.gz']) {
        expect((await publish({ ...version, artifact: { ...version.artifact, url } })).status).toBe(400);
      }
      expect(await publish({ ...version, agentType: 'nothing' })).toMatchObject({
        status: 422,
        body: { code: 'AGENT_TYPE_UNKNOWN' },
      });
      expect(await publish({ ...version, version: '1:7.0~1' })).toMatchObject({
        status: 422,
        body: { code: 'VERSION_UNUSABLE' },
      });
    });
  });
}
