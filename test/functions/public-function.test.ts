import { expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { handler } from '../../functions/get-health.ts';
import { publicFunction } from '../../functions/http/public-function.ts';
import { routes } from '../../functions/routes.ts';
import { apiEvent } from './api-event.ts';

/** As API Gateway hands it over on a route without an authorizer. */
function withoutToken() {
  const { requestContext, ...event } = apiEvent({ body: undefined });
  const { authorizer: _authorizer, ...rest } = requestContext;
  return JSON.parse(JSON.stringify({ ...event, requestContext: rest }));
}

test('the sign of life comes without a token, with the headers of every answer, and tells nothing else', async () => {
  const { statusCode, headers, body } = await handler(withoutToken(), {} as Context);
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: '{"status":"ok"}' });
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'request-1' });
});

test('a public function that fails tells no more than others', async () => {
  const failing = publicFunction(routes['get-health'], () => Promise.reject(new Error('secret')));
  const answer = await failing(withoutToken(), {} as Context);
  expect(answer).toMatchObject({ statusCode: 500, headers: { 'content-type': 'application/problem+json' } });
  expect(answer.body).not.toContain('secret');
});
