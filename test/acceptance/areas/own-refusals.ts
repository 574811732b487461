import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCalls, type Role } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

/** What only those operations refuse that make a job. */
export function ownRefusalsArea(api: Exchanges) {
  const { call, post, ended } = apiCalls(api);
  const request = { agentUuids: ['item1', 'nobody'], targetVersion: '1.5.0' };
  const startAt = new Date(Date.now() + 400 * 86_400_000).toISOString();
  const sha256 = 'a'.repeat(64);
  const elsewhere = { url: 'https://nowhere.example.com/a', sha256 };

  let failed: string;
  let simulated: string;
  let source: string;
  beforeAll(async () => {
    const jobs = [await post({ ...request, agentUuids: ['nobody'] }), await post({ ...request, simulated: true })];
    [failed = '', simulated = ''] = jobs.map(({ body }) => body.id);
    await Promise.all([failed, simulated].map(ended));
    const { body } = await post({ ...request, artifact: elsewhere }, { role: 'admin' });
    [, source = ''] = /Allowed are (\S+)\.$/.exec(body.detail) ?? [];
  }, 60_000);

  const operations: readonly (readonly [string, () => string, object])[] = [
    ['a job', () => '/agents/batch-upgrade', request],
    ['an upgrade of one agent', () => '/agents/item1/upgrade', { targetVersion: '1.5.0' }],
    ['a retry', () => `/upgrade-jobs/${failed}/retry`, {}],
  ];

  describe.each(operations)('%s', (_name, path, body) => {
    test.each<[string, () => object, number, string, Role]>([
      ['that starts in 400 days', () => ({ rollout: { startAt } }), 422, 'START_TOO_FAR', 'operator'],
      ['with an artifact of an operator', () => ({ artifact: elsewhere }), 403, 'ARTIFACT_NEEDS_ADMIN', 'operator'],
      ['with an artifact from elsewhere', () => ({ artifact: elsewhere }), 422, 'ARTIFACT_SOURCE_NOT_ALLOWED', 'admin'],
      [
        'with an artifact that nobody can check',
        () => ({ artifact: { url: `${source}a.tar.gz` } }),
        422,
        'CHECKSUM_MISSING',
        'admin',
      ],
    ])('%s is refused', async (_sentence, change, status, code, role) => {
      const answer = await call(path(), { method: 'POST', role, body: { ...body, ...change() } });
      expect(answer).toMatchObject({ status, body: { code } });
    });

    test('with a key that is too long is refused, and so is another one with the same key', async () => {
      const ask = (key: string, change: object) =>
        call(path(), { method: 'POST', body: { ...body, ...change }, headers: { 'idempotency-key': key } });
      expect(await ask('x'.repeat(256), {})).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_INVALID' } });
      const key = `own-refusals-${path()}`;
      expect(await ask(key, { simulated: true })).toMatchObject({ status: 200 });
      expect(await ask(key, { simulated: true, note: 'another' })).toMatchObject({
        status: 409,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    });
  });

  test.each<[string, string, () => string, object, number, string]>([
    ['an approval', 'approve', () => failed, {}, 409, 'WRONG_STATE'],
    ['a retry of a simulated job', 'retry', () => simulated, {}, 409, 'SIMULATED_JOB'],
    ['a retry for other reasons', 'retry', () => failed, { reasons: ['AGENT_OFFLINE'] }, 409, 'NOTHING_TO_RETRY'],
    ['a rollback of a simulated job', 'rollback', () => simulated, {}, 409, 'SIMULATED_JOB'],
    ['a rollback of nothing', 'rollback', () => failed, {}, 409, 'NOTHING_TO_ROLL_BACK'],
    ['a rollback in 400 days', 'rollback', () => failed, { rollout: { startAt } }, 422, 'START_TOO_FAR'],
  ])('%s is refused', async (_sentence, action, jobId, body, status, code) => {
    const answer = await call(`/upgrade-jobs/${jobId()}/${action}`, {
      method: 'POST',
      ...(action !== 'approve' && { body }),
    });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test('an artifact of a version that no folder can be called is refused', async () => {
    const targetVersion = '1:7.0~1';
    const artifact = { url: `${source}a.tar.gz`, sha256 };
    const { body: job } = await post({ agentUuids: ['nobody'], targetVersion });
    await ended(job.id);
    for (const [path, body] of [
      ['/agents/batch-upgrade', { ...request, targetVersion, artifact }],
      ['/agents/item1/upgrade', { targetVersion, artifact }],
      [`/upgrade-jobs/${job.id}/retry`, { artifact }],
    ] as const)
      expect(await call(path, { method: 'POST', body })).toMatchObject({
        status: 422,
        body: { code: 'VERSION_UNUSABLE' },
      });
  }, 60_000);

  test('a plan of one agent that is another by now is refused', async () => {
    const of = (body: object) =>
      call('/agents/item1/upgrade', { method: 'POST', body: { targetVersion: '1.5.0', ...body } });
    const { body } = await of({ simulated: true });
    const { planHash } = await ended(body.jobId);
    expect(await of({ planHash, rollout: { concurrency: 7 } })).toMatchObject({
      status: 409,
      body: { code: 'PLAN_CHANGED' },
    });
  }, 60_000);
}
