import { describe, expect, test } from '@jest/globals';
import { type ApiError, apiErrorOf } from '../../console/api/api-error.ts';
import { isAskedAgain, waitBeforeRetry } from '../../console/api/retrying.ts';
import { crumbsOf, sectionOf } from '../../console/app/places.ts';

const problem = { code: 'PLAN_CHANGED', detail: 'Another plan.', instance: 'id-1', title: 'Conflict' };
const errorOf = (status: number, body: unknown, headers: Record<string, string> = {}): ApiError =>
  apiErrorOf(status, new Headers(headers), typeof body === 'string' ? body : JSON.stringify(body));

describe('an answer becomes an error', () => {
  const errors = [{ pointer: '/targetVersion', detail: 'is missing' }];
  test.each([
    [
      'of problem details',
      errorOf(409, problem),
      { code: 'PLAN_CHANGED', message: 'Another plan.', requestId: 'id-1' },
    ],
    ['that points at fields', errorOf(400, { ...problem, errors }), { errors }],
    [
      'of the gateway',
      errorOf(401, { message: 'Unauthorized' }, { 'apigw-requestid': 'id-2' }),
      { code: 'HTTP_401', message: 'Unauthorized', requestId: 'id-2' },
    ],
    ['of what is no JSON', errorOf(502, '<html>'), { code: 'HTTP_502', message: 'The API answered 502.' }],
    ['that says when to ask again', errorOf(503, problem, { 'retry-after': '7' }), { retryAfterSeconds: 7 }],
    ['that says so as a date', errorOf(503, problem, { 'retry-after': 'Mon' }), { retryAfterSeconds: undefined }],
  ])('%s', (_sentence, error, expected) => {
    expect({ ...error, message: error.message }).toMatchObject(expected);
  });
});

describe('a question', () => {
  test.each([
    ['that was throttled', errorOf(429, {})],
    ['that failed for now', errorOf(503, problem, { 'retry-after': '5' })],
    ['that nobody answered', new TypeError('Failed to fetch')],
  ])('%s is asked again, three times', (_sentence, error) => {
    expect([0, 1, 2, 3].map((failures) => isAskedAgain(failures, error))).toEqual([true, true, true, false]);
  });

  test.each([
    ['that was refused', errorOf(403, problem)],
    ['that found nothing', errorOf(404, problem)],
    ['that is to wait for minutes', errorOf(503, problem, { 'retry-after': '300' })],
    ['that failed in the page itself', new Error('a bug')],
  ])('%s is not asked again', (_sentence, error) => {
    expect(isAskedAgain(0, error)).toBe(false);
  });

  test('waits as long as the API says, else longer each time', () => {
    expect(waitBeforeRetry(2, errorOf(503, problem, { 'retry-after': '7' }))).toBe(7_000);
    expect([0, 1, 2].map((failures) => waitBeforeRetry(failures, errorOf(429, {})))).toEqual([1_000, 2_000, 4_000]);
  });
});

test.each([
  ['/', ['Fleet Upgrade', 'Fleet'], '/fleet'],
  ['/fleet', ['Fleet Upgrade', 'Fleet'], '/fleet'],
  ['/upgrades/new', ['Fleet Upgrade', 'New upgrade'], '/upgrades/new'],
  ['/jobs/upgrade-job-1', ['Fleet Upgrade', 'Upgrade jobs', 'upgrade-job-1'], '/jobs'],
  ['/other', ['Fleet Upgrade', 'Not found'], '/other'],
])('%s is below %j', (path, texts, section) => {
  expect(crumbsOf(path).map(({ text }) => text)).toEqual(texts);
  expect(sectionOf(path)).toBe(section);
});
