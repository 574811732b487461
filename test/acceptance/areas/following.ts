import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { apiCalls, type Call } from '../api-calls.ts';
import type { Exchanges } from '../exchanges.ts';

export function followingArea(api: Exchanges) {
  const { call, post, ended } = apiCalls(api);
  const request = { agentUuids: ['item9', 'item10'], targetVersion: '1.5.0' };

  describe('what follows from a job', () => {
    const follow = (id: string, action: string, change: Call = {}) =>
      call(`/upgrade-jobs/${id}/${action}`, { method: 'POST', role: 'operator', ...change });
    const all = { waves: [{ size: '100%' }], failureThreshold: '100%' };
    const versionOf = async (agentUuid: string) => (await call(`/agents/${agentUuid}`)).body.version;

    /** Where the deployment takes artifacts of callers from, as it says itself. */
    async function allowedSource(): Promise<string> {
      const artifact = { url: 'https://nowhere.example.com/a', sha256: 'a'.repeat(64) };
      const refused = await post({ ...request, artifact }, { role: 'admin' });
      expect(refused).toMatchObject({ status: 422, body: { code: 'ARTIFACT_SOURCE_NOT_ALLOWED' } });
      const [, source = ''] = /Allowed are (\S+)\.$/.exec(refused.body.detail) ?? [];
      return source;
    }

    test('an artifact with a wrong checksum fails on the node, and a retry with the right one ends well', async () => {
      const source = await allowedSource();
      const url = `${source}agent-1.5.0.tar.gz`;
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const wrong = {
        agentUuids: ['item9', 'item10'],
        targetVersion: '1.5.0',
        rollout: all,
        artifact: { url, sha256: 'b'.repeat(64) },
      };
      expect(await post(wrong)).toMatchObject({ status: 403, body: { code: 'ARTIFACT_NEEDS_ADMIN' } });
      const { body } = await post(wrong, { role: 'admin' });
      expect(await ended(body.id)).toMatchObject({
        agents: [{ reason: 'CHECKSUM_MISMATCH' }, { reason: 'CHECKSUM_MISMATCH' }],
        allowed: ['retry'],
      });
      expect(await follow(body.id, 'retry', { role: 'reader' })).toMatchObject({ status: 403 });
      const corrected = { artifact: { url, checksum: `sha256:${sha256}` } };
      expect(await follow(body.id, 'retry', { body: corrected })).toMatchObject({ status: 403 });
      const headers = { 'idempotency-key': `retry-${Date.now()}` };
      const retry = await follow(body.id, 'retry', { body: corrected, role: 'admin', headers });
      expect(retry).toMatchObject({
        status: 200,
        body: { parentJobId: body.id, agents: [], artifact: { url, sha256 } },
      });
      expect(await ended(retry.body.id)).toMatchObject({
        status: 'success',
        agents: [
          { agentUuid: 'item9', oldVersion: '1.4.2', newVersion: '1.5.0' },
          { agentUuid: 'item10', oldVersion: '1.4.2', newVersion: '1.5.0' },
        ],
      });
      const repeat = await follow(body.id, 'retry', { body: corrected, role: 'admin', headers });
      expect(repeat.body.id).toBe(retry.body.id);
      const nothing = await follow(retry.body.id, 'retry');
      expect(nothing).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_RETRY' } });
      expect(nothing.body.detail).toContain('What can be done with it: rollback.');
    }, 60_000);

    test('a job that has ended is taken back: real agents go back to what they ran, and nobody else does', async () => {
      const before = await versionOf('item10');
      const { body } = await post({
        agentUuids: ['item10', 'item9'],
        targetVersion: '1.4.2',
        allowDowngrade: true,
        rollout: all,
      });
      expect(await ended(body.id)).toMatchObject({
        status: 'success',
        allowed: ['rollback'],
        rollback: {
          jobId: null,
          takesBack: [{ agentType: 'demo-agent', recipe: 'package', sentence: expect.any(String) }],
        },
      });
      const rollback = await follow(body.id, 'rollback', { body: { note: 'too old' } });
      expect(rollback).toMatchObject({
        status: 200,
        body: { parentJobId: body.id, action: 'rollback', takesBack: [{ agentType: 'demo-agent' }] },
      });
      expect((await follow(body.id, 'rollback')).body.id).toBe(rollback.body.id);
      expect(await ended(rollback.body.id)).toMatchObject({
        status: 'success',
        targetVersion: before,
        agents: [
          { agentUuid: 'item10', oldVersion: '1.4.2', newVersion: before, reason: 'ROLLED_BACK' },
          { agentUuid: 'item9', oldVersion: '1.4.2', newVersion: '1.5.0', reason: 'ROLLED_BACK' },
        ],
      });
      expect(await versionOf('item10')).toBe(before);
      expect((await call(`/upgrade-jobs/${body.id}`)).body.rollback.jobId).toBe(rollback.body.id);
      expect(await follow(rollback.body.id, 'rollback')).toMatchObject({
        status: 409,
        body: { code: 'ROLLBACK_OF_ROLLBACK' },
      });
      const artifact = { url: `${await allowedSource()}a.tar.gz`, sha256: 'a'.repeat(64) };
      for (const [code, retry] of [
        ['ARTIFACT_UNUSED', { artifact }],
        ['ROLLBACK_NOT_TAKEN_BACK', { rollout: { onFailure: 'rollback' } }],
      ] as const)
        expect(await follow(rollback.body.id, 'retry', { role: 'admin', body: retry })).toMatchObject({
          status: 422,
          body: { code },
        });
    }, 60_000);

    test('a job that waits is ended by its rollback, which then has nobody to take back', async () => {
      const startAt = new Date(Date.now() + 3_600_000).toISOString();
      const { body } = await post({ ...request, rollout: { startAt } });
      expect(await follow(body.id, 'retry')).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
      const rollback = await follow(body.id, 'rollback');
      expect(await ended(body.id)).toMatchObject({ status: 'failed', reason: 'ROLLED_BACK' });
      expect(await ended(rollback.body.id)).toMatchObject({ status: 'failed', reason: 'NO_AGENTS', agents: [] });
    }, 60_000);

    test('a job that fails too much takes itself back', async () => {
      const rollout = { ...all, failureThreshold: 0, onFailure: 'rollback' };
      const artifact = { url: `${await allowedSource()}agent-1.4.2.tar.gz`, sha256: 'b'.repeat(64) };
      const { body } = await post(
        { agentUuids: ['item9'], targetVersion: '1.7.0', artifact, rollout },
        { role: 'admin' },
      );
      expect(await ended(body.id)).toMatchObject({ reason: 'FAILURE_THRESHOLD', rollback: { jobId: null } });
    }, 60_000);

    test.each(['retry', 'rollback'])(
      '%s of an unknown job is not found, and takes no unknown field',
      async (action) => {
        const unknown = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D';
        expect(await follow(unknown, action)).toMatchObject({ status: 404 });
        expect(await follow(unknown, action, { body: { force: true } })).toMatchObject({ status: 400 });
      },
    );
  });
}
