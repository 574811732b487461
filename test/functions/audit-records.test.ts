import { describe, expect, test } from '@jest/globals';
import { auditRecordOf, streamEventSchema } from '../../functions/audit-records.ts';
import { job, jobId, now } from '../fixtures.ts';

/** A value as DynamoDB's streams write it. */
function written(value: unknown): object {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(written) };
  return { M: Object.fromEntries(Object.entries(Object(value)).map(([name, inner]) => [name, written(inner)])) };
}

const image = (change: object = {}) =>
  Object.fromEntries(
    Object.entries({ pk: `JOB#${jobId}`, sk: 'JOB', ...job(), ...change }).map(([name, value]) => [
      name,
      written(value),
    ]),
  );

const recordOf = (NewImage: unknown) => {
  const event = { Records: [{ eventID: 'e1', eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', NewImage } }] };
  return streamEventSchema.parse(event).Records.map(auditRecordOf)[0];
};

const lastEvent = {
  number: 12,
  at: now.toISOString(),
  by: 'operator',
  phase: 'paused',
  reason: 'PAUSED',
  detail: 'Paused by operator.',
} as const;

describe('a write of a job is kept', () => {
  test('as the newest entry of its audit trail, with what the job is about', () => {
    expect(recordOf(image({ lastEvent, requestedBy: 'pipeline' }))).toEqual({
      key: `jobs/${jobId}/000012.json`,
      content: { jobId, action: 'upgrade', targetVersion: '1.5.0', requestedBy: 'pipeline', ...lastEvent },
    });
  });

  test('where nobody asked for it, too', () => {
    const byItself = { ...lastEvent, by: null, detail: null };
    expect(recordOf(image({ lastEvent: byItself }))?.content).toMatchObject(byItself);
  });

  test('as the stream has it, where it can no longer be read', () => {
    const broken = image({ lastEvent: { ...lastEvent, reason: 'OF_ANOTHER_VERSION' } });
    const { artifact: _artifact, waitToken: _waitToken, ...content } = broken;
    expect(recordOf(broken)).toEqual({ key: 'unreadable/e1.json', content });
  });

  test.each([
    ['', 'PAUSED'],
    [', nor where it can no longer be read', 'OF_ANOTHER_VERSION'],
  ])('without task tokens and addresses that open something%s', (_, reason) => {
    const artifact = { url: 'https://a.example.com/agent.tgz?X-Amz-Signature=abc', sha256: null, signature: null };
    const record = recordOf(image({ lastEvent: { ...lastEvent, reason }, artifact, waitToken: 'token-of-the-task' }));
    expect(JSON.stringify(record)).not.toMatch(/X-Amz-Signature|token-of-the-task/);
  });
});
