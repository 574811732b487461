import { expect, test } from '@jest/globals';
import { retryRequestSchema } from '../../../functions/domain/retry.ts';
import { retryJob } from '../../../functions/domain/use-cases/retry-job.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { job, jobId } from '../../fixtures.ts';

const submission = {
  id: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0RETRY00',
  fingerprint: 'f',
  fence: null,
  requestedBy: 'operator',
  key: undefined,
};
const artifactAt = (url: string) => ({ url, sha256: 'a'.repeat(64), signature: null });
const artifact = artifactAt('https://old.example.com/x.tar.gz');
const other = artifactAt('https://new.example.com/y.tar.gz');
const refused = { kind: 'unacceptable', code: 'ARTIFACT_SOURCE_NOT_ALLOWED' };

/** A job with an artifact of its own, of which an agent failed. */
async function failedJob(): Promise<MemoryWorld> {
  const world = new MemoryWorld();
  const planned = { ...job(), targetCount: 1, artifact };
  await world.ports.jobs.create({ ...planned, phase: 'done', status: 'failed' }, ['item1']);
  await world.ports.jobs.decideTargets(jobId, 0, [{ kind: 'done', reason: 'AGENT_NOT_FOUND', oldVersion: null }]);
  return world;
}

test.each([
  ['operator', 'from where artifacts may come', false, ['https://old.example.com/'], {}, undefined],
  ['operator', 'from where none may come any more', false, ['https://new.example.com/'], {}, refused],
  ['operator', 'where none may come from anywhere', false, [], {}, refused],
  ['administrator', 'from where none may come any more', true, ['https://new.example.com/'], {}, refused],
  [
    'administrator',
    'in place of which another is brought',
    true,
    ['https://new.example.com/'],
    { artifact: other },
    undefined,
  ],
])('an %s retries a job whose artifact is %s', async (_who, _where, isAdmin, sources, body, expected) => {
  const { ports, now } = await failedJob();
  const retrying = retryJob(
    ports,
    jobId,
    retryRequestSchema.parse(body),
    { isAdmin, sources, requireChecksum: true },
    submission,
    now,
  );
  if (expected === undefined) expect((await retrying).artifact).toEqual('artifact' in body ? other : artifact);
  else await expect(retrying).rejects.toMatchObject(expected);
});
