import { createHash } from 'node:crypto';
import { describe, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { Refusal } from '../../functions/domain/errors.ts';
import { rollbackRequestSchema } from '../../functions/domain/rollback.ts';
import { upgradeRequestSchema } from '../../functions/domain/upgrade-request.ts';
import { AnswerWithHeaders } from '../../functions/http/answer.ts';
import { type ApiRequest, apiFunction, Document } from '../../functions/http.ts';
import { logger } from '../../functions/log.ts';
import { paging } from '../../functions/queries/query.ts';
import { request, tokenRules } from '../fixtures.ts';
import { type ApiCall, apiEvent } from './api-event.ts';

const route = { method: 'POST', path: '/api/v1/things', scope: 'fleet/upgrade' } as const;

type Body = typeof upgradeRequestSchema._output;

async function call(
  change: ApiCall = {},
  run: (given: ApiRequest<Body>) => Promise<unknown> = async ({ body }) => body,
) {
  const handler = apiFunction({ route, tokenRules, body: upgradeRequestSchema }, run);
  const answer = await handler(apiEvent(change), {} as Context);
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body ?? 'null') };
}

describe('an API function whose answers can be asked for again', () => {
  const handler = apiFunction({ route, tokenRules, revalidates: true }, async () => ({ a: 1 }));
  const ask = async (ifNoneMatch?: string) => {
    const event = apiEvent({ body: undefined });
    const headers = { ...event.headers, ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }) };
    const { statusCode, headers: said, body } = await handler({ ...event, headers }, {} as Context);
    return { status: statusCode, headers: said, body };
  };
  /** SHA-256 of `{"a":1}`. */
  const etag = `"${createHash('sha256').update('{"a":1}').digest('base64url')}"`;

  test('gives each a tag of its bytes, and lets callers keep it for asking again', async () => {
    expect(await ask()).toMatchObject({
      status: 200,
      body: '{"a":1}',
      headers: { etag, 'cache-control': 'private, no-cache' },
    });
  });

  test.each<[string, string]>([
    ['the tag', etag],
    ['the tag marked as weak', `W/${etag}`],
    ['the tag among others', `"old", ${etag},"other"`],
    ['any tag', '*'],
  ])('sends no body to who has %s', async (_sentence, given) => {
    const { status, headers, body } = await ask(given);
    expect({ status, body }).toEqual({ status: 304, body: undefined });
    expect(headers).toMatchObject({
      etag,
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'request-1',
    });
    expect(headers).not.toHaveProperty('content-type');
  });

  test.each<[string, string]>([
    ['another tag', '"other"'],
    ['a tag without its quotes', etag.replaceAll('"', '')],
    ['half a tag', etag.slice(0, 20)],
    ['nothing in the header', ''],
    ['nonsense', '",",W/,*x'],
  ])('answers in full who has %s', async (_sentence, given) => {
    expect(await ask(given)).toMatchObject({ status: 200, body: '{"a":1}' });
  });

  test('gives a refusal none', async () => {
    const refusing = apiFunction({ route, tokenRules, revalidates: true }, async () => {
      throw new Refusal('not-found', 'GONE', 'It is gone.');
    });
    const event = apiEvent({ body: undefined });
    const answer = await refusing({ ...event, headers: { ...event.headers, 'if-none-match': '*' } }, {} as Context);
    expect(answer).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } });
    expect(answer.headers).not.toHaveProperty('etag');
  });
});

describe('an API function', () => {
  test('answers what it was asked for, as JSON that nobody keeps, with the request id', async () => {
    const { status, headers, body } = await call();
    expect(status).toBe(200);
    expect(body).toMatchObject({ agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
    });
  });

  test('answers with headers of its own where it has some', async () => {
    const answer = await call({}, async () => new AnswerWithHeaders({ a: 1 }, { 'preference-applied': 'wait=1' }));
    expect(answer).toMatchObject({ status: 200, body: { a: 1 } });
    expect(answer.headers).toMatchObject({ 'preference-applied': 'wait=1', 'cache-control': 'no-store' });
  });

  const refuse = () => Promise.reject(new Refusal('conflict', 'TAKEN', 'It is taken.'));
  test.each<[string, () => Promise<unknown>]>([
    ['an answer', async () => ({})],
    ['an answer without a body', async () => undefined],
    ['a refusal', refuse],
    ['an unexpected error', () => Promise.reject(new Error('no'))],
  ])('lets browsers run and frame nothing of %s', async (_sentence, run) => {
    expect((await call({}, run)).headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=63072000',
      'x-content-type-options': 'nosniff',
    });
  });

  test('that has nothing to tell answers 204 without a body', async () => {
    const answer = await call({}, async () => undefined);
    expect(answer).toMatchObject({ status: 204, body: null, headers: { 'cache-control': 'no-store' } });
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  test('answers a document in its own form, with its own headers, that nobody keeps either', async () => {
    const handler = apiFunction({ route, tokenRules, body: upgradeRequestSchema }, async () => {
      return new Document('text/csv', 'a,b', { vary: 'accept', 'cache-control': 'public' });
    });
    expect(await handler(apiEvent(), {} as Context)).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/csv', vary: 'accept', 'cache-control': 'no-store' },
      body: 'a,b',
    });
  });

  test('hands over the subject and the path', async () => {
    const { body } = await call({}, async ({ subject, path }) => ({ subject, thing: path('thing') }));
    expect(body).toEqual({ subject: 'operator', thing: 'a b' });
  });

  test('tells whether the token carries another scope, too', async () => {
    const { body } = await call({}, async ({ hasScope }) => [hasScope('fleet/read'), hasScope('fleet/admin')]);
    expect(body).toEqual([true, false]);
  });

  test.each<[string, ApiCall, number, unknown]>([
    ['nothing, as {}', { body: undefined, contentType: undefined }, 200, {}],
    ['an empty text, as {}', { body: ' ' }, 200, {}],
    ['JSON', { body: '{"note":"why"}' }, 200, { note: 'why' }],
    ['no other field all the same', { body: '{"other":1}' }, 400, { code: 'VALIDATION_FAILED' }],
    ['no form all the same', { body: 'note=why', contentType: 'text/plain' }, 415, { code: 'NOT_JSON' }],
  ])('whose body may be empty takes %s', async (_sentence, change, status, expected) => {
    const options = { route, tokenRules, body: rollbackRequestSchema, bodyMayBeEmpty: true };
    const answer = await apiFunction(options, async ({ body }) => body)(apiEvent(change), {} as Context);
    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(answer.body ?? '')).toMatchObject(expected as object);
  });

  test.each<[string, ApiCall]>([
    ['a base64 body', { base64: true }],
    ['a content type with a charset', { contentType: 'application/json; charset=utf-8' }],
    ['scopes as API Gateway writes a list', { claims: { sub: 'o', scope: '[fleet/read fleet/upgrade]' } }],
  ])('takes %s', async (_sentence, change) => {
    expect((await call(change)).status).toBe(200);
  });

  test.each<[string, ApiCall, number, string]>([
    ['no body', { body: undefined }, 400, 'BODY_MISSING'],
    ['an empty body', { body: ' ' }, 400, 'BODY_MISSING'],
    ['no JSON', { body: 'agentUuids=item1' }, 400, 'BODY_NOT_JSON'],
    ['an array', { body: '[]' }, 400, 'VALIDATION_FAILED'],
    ['missing fields', { body: '{}' }, 400, 'VALIDATION_FAILED'],
    [
      'a body over 1.5 MiB',
      { body: JSON.stringify({ ...request, note: 'x'.repeat(2_000_000) }) },
      413,
      'BODY_TOO_LARGE',
    ],
    ['a form', { contentType: 'application/x-www-form-urlencoded' }, 415, 'NOT_JSON'],
    ['no content type', { contentType: undefined }, 415, 'NOT_JSON'],
    ['a parameter that it does not know', { query: 'limit=5' }, 400, 'QUERY_INVALID'],
    ['a token without the scope', { claims: { sub: 'o', scope: 'fleet/read' } }, 403, 'SCOPE_MISSING'],
    [
      'a token whose scope only begins like it',
      { claims: { sub: 'o', scope: 'fleet/upgrades' } },
      403,
      'SCOPE_MISSING',
    ],
    ['a token without a subject', { claims: { scope: 'fleet/upgrade' } }, 403, 'SUBJECT_MISSING'],
    ['a token with an empty subject', { claims: { sub: '', scope: 'fleet/upgrade' } }, 403, 'SUBJECT_MISSING'],
    ['a token without any scope', { claims: { sub: 'o' } }, 403, 'SCOPE_MISSING'],
  ])('refuses %s with problem details', async (_sentence, change, status, code) => {
    const answer = await call(change, async () => {
      throw new Error('must not run');
    });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      status,
      code,
      instance: 'request-1',
      title: expect.any(String),
      detail: expect.any(String),
    });
  });

  test('hands over its query as its schema makes it', async () => {
    const handler = apiFunction({ route, tokenRules, query: z.strictObject(paging) }, async ({ query }) => query);
    const answer = await handler(apiEvent({ query: 'limit=5&cursor=a%20b' }), {} as Context);
    expect(JSON.parse(answer.body ?? '')).toEqual({ limit: 5, cursor: 'a b' });
  });

  test('asks for the scope before it looks at the query', async () => {
    expect((await call({ query: 'x=1', claims: { sub: 'o', scope: '' } })).body.code).toBe('SCOPE_MISSING');
  });

  test('points at every field that is wrong', async () => {
    const { body } = await call({
      body: JSON.stringify({ agentUuids: ['item1', 'a/b'], targetVersion: '1;2', 'for/ce~d': true }),
    });
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.toSorted()).toEqual(['/agentUuids/1', '/for~1ce~0d', '/targetVersion']);
  });

  test('lists at most 20 of ten thousand wrong fields', async () => {
    const { body } = await call({
      body: JSON.stringify({ ...request, agentUuids: Array.from({ length: 10_000 }, () => '/') }),
    });
    expect(body.errors).toHaveLength(20);
  });

  test('answers a refusal with its own words', async () => {
    const refuse = async () => {
      throw new Refusal('conflict', 'TAKEN', 'It is taken.');
    };
    expect(await call({}, refuse)).toMatchObject({
      status: 409,
      body: { code: 'TAKEN', detail: 'It is taken.' },
      headers: { 'x-request-id': 'request-1' },
    });
  });

  test('answers what a refusal adds, which never replaces what every problem has', async () => {
    const refuse = async () => {
      throw new Refusal('conflict', 'TAKEN', 'It is taken.', [], { differences: ['one'], status: 200 });
    };
    expect((await call({}, refuse)).body).toMatchObject({ status: 409, code: 'TAKEN', differences: ['one'] });
  });

  test.each<[string, ApiCall, object]>([
    ['of somebody who may', {}, { status: 400, subject: 'operator' }],
    ['of somebody who may not', { claims: { sub: 'eve' } }, { status: 403, subject: 'eve' }],
  ])('logs of a request %s who did what to what, and no more of its query', async (_sentence, change, expected) => {
    const logged = jest.spyOn(logger, 'info').mockReturnValue();
    try {
      await call({ ...change, query: 'scope=tag:site=berlin&access_token=hunter2' });
      expect(logged.mock.calls).toEqual([
        ['request', expect.objectContaining({ path: '/api/v1/things', scope: 'tag:site=berlin', ...expected })],
      ]);
      expect(JSON.stringify(logged.mock.calls)).not.toContain('hunter2');
    } finally {
      logged.mockRestore();
    }
  });

  test('says nothing of an unexpected error but the request id', async () => {
    const fail = async () => {
      throw new Error('password is hunter2');
    };
    const answer = await call({}, fail);
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR', instance: 'request-1' } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  const awsError = (name: string, more: object = {}) =>
    Object.assign(new Error(`secret of ${name}`), { name, ...more });

  test.each<[string, Error]>([
    ['DynamoDB throttles', awsError('ThrottlingException')],
    ['the table is over its throughput', awsError('ProvisionedThroughputExceededException')],
    ['Systems Manager throttles', awsError('TooManyRequestsException')],
    ['a service is unavailable', awsError('ServiceUnavailable')],
    ['a service fails', awsError('InternalServerError', { $metadata: { httpStatusCode: 500 } })],
    ['too many executions run', awsError('ExecutionLimitExceeded', { $metadata: { httpStatusCode: 400 } })],
    ['a service does not answer in time', awsError('TimeoutError')],
    ['a connection is refused', awsError('Error', { code: 'ECONNREFUSED' })],
    ['the cause is one of these', new Error('secret', { cause: awsError('TimeoutError') })],
  ])('asks to come again where %s, and tells no more', async (_sentence, error) => {
    const answer = await call({}, () => Promise.reject(error));
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', 'content-type': 'application/problem+json' },
      body: { code: 'UNAVAILABLE', title: 'Service Unavailable', instance: 'request-1' },
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test.each<[string, unknown]>([
    ['a permission that is missing', awsError('AccessDeniedException', { $metadata: { httpStatusCode: 400 } })],
    ['a request that AWS does not take', awsError('ValidationException', { $metadata: { httpStatusCode: 400 } })],
    ['a defect', new TypeError('undefined is not a function')],
  ])('does not call %s unavailable', async (_sentence, error) => {
    const answer = await call({}, () => Promise.reject(error));
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(answer.headers).not.toHaveProperty('retry-after');
  });
});
