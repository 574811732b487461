import { expect, test } from '@jest/globals';
import { type Revalidated, revalidate } from '../../../console/jobs/revalidation.ts';

const answer = (status: number, data: object | undefined, etag: string | null = null) => ({
  ...(data !== undefined && { data }),
  response: { status, headers: { get: (name: string) => (name === 'etag' ? etag : null) } },
});
const before: Revalidated<object> = { data: { progress: 1 }, etag: '"one"', sameAnswers: 3 };

test('the first question names nothing', async () => {
  const asked: object[] = [];
  const first = await revalidate(undefined, async (headers) => {
    asked.push(headers);
    return answer(200, { progress: 1 }, '"one"');
  });
  expect([asked, first]).toEqual([[{}], { data: { progress: 1 }, etag: '"one"', sameAnswers: 0 }]);
});

test('the next one names what is there; where nothing changed, that stays the same object', async () => {
  const asked: object[] = [];
  const same = await revalidate(before, async (headers) => {
    asked.push(headers);
    return answer(304, undefined);
  });
  expect(asked).toEqual([{ 'If-None-Match': '"one"' }]);
  expect(same).toEqual({ ...before, sameAnswers: 4 });
  expect(same.data).toBe(before.data);
});

test('where something changed, the count begins anew', async () => {
  const changed = await revalidate(before, async () => answer(200, { progress: 2 }, '"two"'));
  expect(changed).toEqual({ data: { progress: 2 }, etag: '"two"', sameAnswers: 0 });
});

test('an answer with nothing in it is an error', async () => {
  await expect(revalidate(undefined, async () => answer(304, undefined))).rejects.toThrow('304');
});
