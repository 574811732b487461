import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { consolePage } from '../../local/console-page.ts';
import { send } from './http.ts';

const folder = mkdtempSync(join(tmpdir(), 'console-page-'));
mkdirSync(join(folder, 'assets'));
const files = {
  'index.html': '<html>',
  'build-key.txt': 'key',
  'assets/main-1.js': 'code',
  'assets/main-1.css': 'css',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
const config = { issuer: 'http://127.0.0.1:4000', clientId: 'fleet-console', scopes: ['openid'] };

const server = createServer(consolePage(folder, config));
let url: string;
beforeAll(async () => {
  url = await listen(server);
});
afterAll(async () => {
  await close(server);
  rmSync(folder, { recursive: true });
});

test.each([
  ['/', 200, 'text/html; charset=utf-8', 'no-cache', '<html>'],
  ['/fleet?status=offline', 200, 'text/html; charset=utf-8', 'no-cache', '<html>'],
  ['/jobs/upgrade-job-1', 200, 'text/html; charset=utf-8', 'no-cache', '<html>'],
  ['/build-key.txt', 200, 'text/html; charset=utf-8', 'no-cache', '<html>'],
  ['/../package.json', 200, 'text/html; charset=utf-8', 'no-cache', '<html>'],
  ['/assets/main-1.js', 200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', 'code'],
  ['/assets/main-1.css', 200, 'text/css; charset=utf-8', 'public, max-age=31536000, immutable', 'css'],
  ['/assets/main-0.js', 404, 'text/javascript; charset=utf-8', 'no-store', ''],
  ['/config.json', 200, 'application/json', 'no-cache', JSON.stringify(config)],
])('%s answers %d as %s, kept as %s', async (path, status, type, caching, body) => {
  const answer = await send(url, path);
  expect(answer).toMatchObject({ status, body, headers: { 'content-type': type, 'cache-control': caching } });
});

test('the page may run, show and ask its own origin and the issuer alone', async () => {
  expect((await send(url, '/')).headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' http://127.0.0.1:4000; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});
