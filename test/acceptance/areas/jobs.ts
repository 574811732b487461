import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function jobsArea(api: Exchanges) {
  const { call, ended, all, subject } = apiCalls(api);

  const JOBS = '/upgrade-jobs';
  const submit = async (change: object): Promise<string> => {
    const body = { agentUuids: ['nobody'], targetVersion: '1.5.0', ...change };
    return (await call('/agents/batch-upgrade', { method: 'POST', role: 'operator', body })).body.id;
  };
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

  describe('GET /api/v1/upgrade-jobs', () => {
    let since: string;
    let scheduled: string;
    let failed: string;
    let simulated: string;

    beforeAll(async () => {
      since = `createdAfter=${new Date().toISOString()}`;
      scheduled = await submit({ rollout: { startAt: tomorrow() } });
      failed = await submit({ note: 'in vain' });
      simulated = await submit({ agentUuids: ['item18', 'item19'], simulated: true });
      await Promise.all([failed, simulated].map(ended));
    }, 60_000);
    afterAll(() => call(`${JOBS}/${scheduled}/cancel`, { method: 'POST' }));

    const ids = async (query: string) => (await all(JOBS, query)).map(({ id }) => id);

    test('answers all jobs, newest first, page by page', async () => {
      expect(await ids(since)).toEqual([simulated, failed, scheduled]);
      expect(await ids(`${since}&limit=1`)).toEqual([simulated, failed, scheduled]);
    });

    test('tells of each job what can be told without its agents', async () => {
      const [job] = await all(JOBS, `${since}&status=failed`);
      expect(job).toEqual({
        id: failed,
        targetVersion: '1.5.0',
        status: 'failed',
        phase: 'done',
        reason: 'SOME_FAILED',
        detail: null,
        simulated: false,
        createdAt: expect.stringMatching(/Z$/),
        completedAt: expect.stringMatching(/Z$/),
        requestedBy: subject('operator'),
        parentJobId: null,
        note: 'in vain',
        action: 'upgrade',
        agentCount: 1,
      });
    });

    test('answers those for which all filters hold', async () => {
      expect(await ids(`${since}&status=failed`)).toEqual([failed]);
      expect(await ids(`${since}&phase=done`)).toEqual([simulated, failed]);
      expect(await ids(`${since}&status=pending&requestedBy=${subject('operator')}&targetVersion=1.5.0`)).toEqual([
        scheduled,
      ]);
      expect(await ids(`${since}&requestedBy=somebody`)).toEqual([]);
      expect(await ids(`${since}&status=pending&phase=done`)).toEqual([]);
      const [job] = await all(JOBS, `${since}&status=failed`);
      expect(await ids(`${since}&createdBefore=${job?.['createdAt']}`)).toEqual([scheduled]);
    });

    test('answers the jobs that follow from another', async () => {
      const { body } = await call(`${JOBS}/${failed}/retry`, { method: 'POST', role: 'operator' });
      expect(await ids(`parentJobId=${failed}`)).toEqual([body.id]);
      await ended(body.id);
    }, 60_000);

    test.each([
      ['limit=0', '/limit'],
      ['limit=251', '/limit'],
      ['status=done', '/status'],
      ['Status=failed', '/Status'],
      ['status=failed&status=success', '/status'],
      ['createdAfter=yesterday', '/createdAfter'],
    ])('refuses ?%s and points at it', async (query, pointer) => {
      expect(await call(`${JOBS}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'QUERY_INVALID', errors: [{ pointer }] },
      });
    });

    test('is for who may read', async () => {
      expect((await call(JOBS, { role: 'reader' })).status).toBe(200);
      expect(await call(JOBS, { role: 'agent' })).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    });
  });

  describe('GET /api/v1/upgrade-jobs/{jobId}/agents', () => {
    let path: string;
    beforeAll(async () => {
      const jobId = await submit({ agentUuids: ['nobody', 'item18', 'no-one', 'item19'], simulated: true });
      path = `${JOBS}/${jobId}/agents`;
      await ended(jobId);
    }, 60_000);

    test.each<[string, string[]]>([
      ['', ['nobody', 'item18', 'no-one', 'item19']],
      ['status=failed', ['nobody', 'no-one']],
      ['status=success&reason=SIMULATED', ['item18', 'item19']],
      ['status=success&reason=AGENT_NOT_FOUND', []],
    ])('with ?%s answers %j, in pages, too', async (query, expected) => {
      const uuids = async (more: string) => (await all(path, query + more)).map(({ agentUuid }) => agentUuid);
      expect(await uuids('')).toEqual(expected);
      expect(await uuids('&limit=1')).toEqual(expected);
    });

    test.each([
      ['status=running', '/status'],
      ['reason=GONE', '/reason'],
      ['state=done', '/state'],
    ])('refuses ?%s', async (query, pointer) => {
      const answer = await call(`${path}?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID', errors: [{ pointer }] } });
    });
  });

  test.each([
    ['GET', '/agents/item18?full=true'],
    ['GET', '/freeze?scope=all'],
    ['POST', '/agents/discover?dryRun=true'],
    ['GET', `${JOBS}/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D?agents=no`],
    ['POST', `${JOBS}/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D/cancel?force`],
  ])('%s %s is refused: the route knows no such parameter', async (method, path) => {
    expect(await call(path, { method })).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } });
  });
}
