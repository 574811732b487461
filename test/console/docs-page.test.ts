import { createServer, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { close, listen } from '../../local/aws-json.ts';
import { docsPage } from '../../local/docs-page.ts';
import { browserPath, startBrowser, WITHOUT_BROWSER } from './browser.ts';

interface Sent {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}
const sent: Sent[] = [];

const page = docsPage({ subject: 'alice', token: async () => 'a-token' });
const api: RequestListener = async (request, response) => {
  if (request.url?.startsWith('/docs')) return page(request, response);
  const body = await text(request);
  sent.push({
    path: request.url,
    authorization: request.headers.authorization,
    body: body === '' ? undefined : JSON.parse(body),
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};
const server = createServer(api);
let url: string;
beforeAll(async () => {
  url = await listen(server);
});
afterAll(() => close(server));

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers, redirect: 'manual' });

describe('the page', () => {
  test.each([
    ['/docs/', 'text/html; charset=utf-8'],
    ['/docs/page.js', 'text/javascript; charset=utf-8'],
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/openapi.json', 'application/json'],
  ])('has %s, which may load nothing from elsewhere', async (path, type) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
  });

  test('has no other files', async () => {
    expect((await get('/docs/x%2f..%2f..%2fpackage.json')).status).toBe(404);
    expect((await get('/docs')).headers.get('location')).toBe('/docs/');
  });

  test('hands a token to itself, and to no other site', async () => {
    expect(await (await get('/docs/token.json', { 'sec-fetch-site': 'same-origin' })).json()).toMatchObject({
      token: 'a-token',
    });
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await get('/docs/token.json', { 'sec-fetch-site': site })).status).toBe(403);
    expect((await get('/docs/token.json')).status).toBe(403);
  });
});

const inBrowser = browserPath === undefined ? describe.skip : describe;
inBrowser(`in a browser${browserPath === undefined ? ` (${WITHOUT_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let reader: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    reader = await browser.newPage();
    reader.on('pageerror', (error) => errors.push(String(error)));
    await reader.goto(`${url}/docs/`);
    await reader.getByText('Signed in as alice.').waitFor();
    await reader.getByRole('button', { name: 'POST /api/v1/agents/batch-upgrade' }).first().click();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });

  const execute = async () => {
    const before = sent.length;
    const answered = reader.waitForResponse('**/batch-upgrade');
    await reader.getByRole('button', { name: 'Execute' }).click();
    await answered;
    return sent.slice(before);
  };
  const example = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' };

  test('the filled-in example is sent with the token, as a simulation', async () => {
    expect(await execute()).toMatchObject([
      { path: '/api/v1/agents/batch-upgrade', authorization: 'Bearer a-token', body: { ...example, simulated: true } },
    ]);
  }, 30_000);

  test('also where the body says otherwise; and as it is once the reader has switched that off', async () => {
    const body = reader.locator('textarea.body-param__text');
    await body.fill(JSON.stringify({ ...example, simulated: false }));
    expect(await execute()).toMatchObject([{ body: { simulated: true } }]);
    await reader.getByRole('checkbox', { name: 'Try it out safely' }).uncheck();
    expect(await execute()).toMatchObject([{ body: { ...example, simulated: false } }]);
    expect(errors).toEqual([]);
  }, 30_000);
});
