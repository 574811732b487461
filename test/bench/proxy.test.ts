import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { type Between, proxy } from '../proxy.ts';

const servers: Server[] = [];
const serve = (server: Server): Promise<string> => {
  servers.unshift(server); // A proxy is closed before what it stands before.
  return listen(server);
};
afterEach(async () => {
  for (const server of servers.splice(0)) await close(server);
});

/** Answers 201 with what it was asked. */
const echo = () =>
  createServer(async (request, response) => {
    const { method, url, headers } = request;
    response.writeHead(201, { 'x-own': 'yes' });
    response.end([method, url, headers['x-amz-target'], await text(request)].join(' '));
  });

async function ask(between: Between): Promise<Response> {
  const url = await serve(proxy(await serve(echo()), between));
  return fetch(`${url}/path?a=b`, { method: 'PUT', headers: { 'x-amz-target': 'Service.Call' }, body: 'ä' });
}

test('request and answer go on unchanged', async () => {
  const response = await ask((_, forward) => forward());
  expect(response.status).toBe(201);
  expect(response.headers.get('x-own')).toBe('yes');
  expect(await response.text()).toBe('PUT /path?a=b Service.Call ä');
});

test('an answer in between is all that the caller sees', async () => {
  const response = await ask(async ({ body }) => ({ status: 400, headers: {}, body }));
  expect([response.status, await response.text()]).toEqual([400, 'ä']);
});

test('no answer breaks the connection', async () => {
  await expect(ask(async () => undefined)).rejects.toThrow('fetch failed');
});

test('what goes wrong in between is 502, and says what', async () => {
  const response = await ask(() => Promise.reject(new Error('no price is known')));
  expect([response.status, await response.text()]).toEqual([502, 'Error: no price is known']);
});
