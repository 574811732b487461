import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../local/gateway/answer.ts';
import { checkAnswer } from '../../local/gateway/answer-check.ts';

const freeze = {
  scope: 'all',
  reason: 'a fair',
  until: null,
  createdAt: '2026-01-05T08:00:00.000Z',
  createdBy: 'alice',
};
const problem = {
  type: 'about:blank',
  title: 'Unprocessable Content',
  status: 422,
  code: 'UNTIL_PAST',
  detail: 'until has passed already.',
  instance: 'abc',
};

const answer = (
  status: number,
  body: unknown,
  type = status < 400 ? 'application/json' : 'application/problem+json',
) => ({
  status,
  headers: { 'content-type': type },
  body: body === undefined ? '' : JSON.stringify(body),
});
const FREEZE = 'PUT /api/v1/freeze';
const check = (given: Answer, routeKey: string) => () => checkAnswer(routeKey, given);

test.each<[string, Answer, string]>([
  ['an answer as it is documented', answer(200, freeze), FREEZE],
  ['a refusal as it is documented', answer(422, problem), FREEZE],
  ['an answer without a body', answer(204, undefined), 'DELETE /api/v1/agents/{agentUuid}'],
  ['an answer that the caller has', answer(304, undefined, ''), 'GET /api/v1/upgrade-jobs/{jobId}'],
  ['lines of JSON', answer(200, '', 'application/x-ndjson'), 'GET /api/v1/export'],
])('%s is let through', (_sentence, given, routeKey) => {
  expect(check(given, routeKey)).not.toThrow();
});

describe('is found:', () => {
  test.each<[string, Answer, string, string]>([
    ['a field more', answer(200, { ...freeze, pk: 'FREEZE' }), 'Unrecognized key: "pk"', FREEZE],
    ['a field of another type', answer(200, { ...freeze, until: 0 }), 'at until', FREEZE],
    ['an answer of an operation that has no tags', answer(304, undefined), 'the status is not 200', FREEZE],
    ['another status', answer(201, freeze), 'the status is not 200', FREEZE],
    ['a body of another type', answer(200, freeze, 'text/html'), 'a body of text/html', FREEZE],
    ['a body where there is none', answer(204, freeze), 'a body', 'DELETE /api/v1/agents/{agentUuid}'],
    [
      'a refusal that is no problem',
      answer(422, { message: 'no' }, 'application/json'),
      'a body of application/json',
      FREEZE,
    ],
    [
      'a refusal that another operation has',
      answer(404, { ...problem, status: 404, code: 'JOB_NOT_FOUND' }),
      'no such code',
      FREEZE,
    ],
    ['a refusal with another status', answer(409, { ...problem, status: 409 }), 'UNTIL_PAST is a 422', FREEZE],
    ['a refusal that says another status', answer(422, { ...problem, status: 409 }), 'UNTIL_PAST is a 422', FREEZE],
  ])('%s', (_sentence, given, words, routeKey) => {
    expect(check(given, routeKey)).toThrow(words);
  });
});
