import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { systemClock } from '../../local/clock.ts';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { send } from './http.ts';

const CONSOLE = 'http://127.0.0.1:3000';
const VERIFIER = 'v'.repeat(43);
const request = {
  response_type: 'code',
  client_id: 'fleet-console',
  redirect_uri: `${CONSOLE}/signed-in`,
  scope: 'openid fleet/read',
  state: 'a state',
  nonce: 'a-nonce',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};
const exchange = {
  grant_type: 'authorization_code',
  client_id: 'fleet-console',
  redirect_uri: request.redirect_uri,
  code_verifier: VERIFIER,
};

let now: number;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer({ clock: { ...systemClock, now: () => now } });
  issuer.allowSignIn(request.redirect_uri);
});
afterAll(() => issuer.stop());
beforeEach(() => {
  now = Date.now();
});

type Changes = Readonly<Record<string, string | undefined>>;
const form = (fields: Changes) => {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return String(new URLSearchParams(given));
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ask = (changes: Changes = {}) => send(issuer.url, `/authorize?${form({ ...request, ...changes })}`);
const click = (role: string, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
  send(issuer.url, `/authorize?${form(request)}`, {
    method: 'POST',
    headers: { ...FORM, ...headers },
    body: form({ role }),
  });
const codeFor = async (role: string): Promise<string> => {
  const { headers } = await click(role);
  return new URL(String(headers['location'])).searchParams.get('code') ?? '';
};
const fetchTokens = async (code: string, changes: Changes = {}, origin = CONSOLE) => {
  const body = form({ ...exchange, code, ...changes });
  const answer = await send(issuer.url, '/token', { method: 'POST', headers: { ...FORM, origin }, body });
  return { ...answer, json: JSON.parse(answer.body) };
};

test('the page offers to be an operator, a reader, an admin or an approver, runs nothing, and is in no frame', async () => {
  const { status, headers, body } = await ask();
  expect(status).toBe(200);
  expect([...body.matchAll(/Sign in as (\w+)/g)].map(([, role]) => role)).toEqual([
    'operator',
    'reader',
    'admin',
    'approver',
  ]);
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self' ${CONSOLE}; frame-ancestors 'none'`,
  );
});

test('nothing of the request is pasted into the page', async () => {
  const { body } = await ask({ state: `"'><script>alert(1)</script>`, other: '"><img>' });
  expect(body).not.toMatch(/<script|<img|"'|'>/);
});

describe('a request is not granted, and nobody is sent anywhere', () => {
  const cases: [string, Changes][] = [
    ['for another client', { client_id: 'other' }],
    ['to another place', { redirect_uri: 'http://127.0.0.1:3001/signed-in' }],
    ['to another page of the console', { redirect_uri: `${CONSOLE}/signed-in/` }],
    ['without a challenge', { code_challenge: undefined }],
    ['with the verifier itself as the challenge', { code_challenge_method: 'plain' }],
    ['for a token in the address', { response_type: 'token' }],
  ];
  test.each(cases)('%s', async (_sentence, changes) => {
    const { status, headers, body } = await ask(changes);
    expect([status, headers['location'], body]).toEqual([400, undefined, '{"error":"invalid_request"}']);
  });

  test('by a click on another site, or for a role that is nobody', async () => {
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await click('admin', { 'sec-fetch-site': site })).status).toBe(403);
    expect((await click('admin', {})).status).toBe(403);
    expect((await click('agent')).status).toBe(400);
    expect((await click('root')).status).toBe(400);
  });
});

test.each([
  ['operator', 'fleet/read fleet/upgrade'],
  ['reader', 'fleet/read'],
  ['admin', 'fleet/read fleet/upgrade fleet/admin'],
  ['approver', 'fleet/read fleet/upgrade'],
])('the code of a click on %s gets a token for %s, and says who that is', async (role, scope) => {
  const { status, headers } = await click(role);
  const location = new URL(String(headers['location']));
  expect([status, location.origin + location.pathname, location.searchParams.get('state')]).toEqual([
    303,
    request.redirect_uri,
    'a state',
  ]);
  const answer = await fetchTokens(location.searchParams.get('code') ?? '');
  expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': CONSOLE } });
  expect(answer.headers['cache-control']).toBe('no-store');
  const keys = createRemoteJWKSet(new URL(`${issuer.url}/.well-known/jwks.json`));
  const { access_token, id_token, ...rest } = answer.json;
  expect(rest).toEqual({ token_type: 'Bearer', expires_in: 43_200, scope: `openid ${scope}` });
  const access = await jwtVerify(access_token, keys, { issuer: issuer.url, audience: issuer.audience });
  expect(access.payload).toMatchObject({ sub: `local-${role}`, scope });
  const id = await jwtVerify(id_token, keys, { issuer: issuer.url, audience: 'fleet-console' });
  expect(id.payload).toMatchObject({ sub: `local-${role}`, name: `Local ${role}`, nonce: 'a-nonce' });
});

describe('a code gets no token', () => {
  const cases: [string, Changes][] = [
    ['with another verifier', { code_verifier: 'w'.repeat(43) }],
    ['without a verifier', { code_verifier: undefined }],
    ['for another client', { client_id: 'other' }],
    ['for another place', { redirect_uri: `${CONSOLE}/other` }],
    ['as another grant', { grant_type: 'client_credentials' }],
    ['that nobody was given', { code: 'made-up' }],
  ];
  test.each(cases)('%s', async (_sentence, changes) => {
    expect(await fetchTokens(await codeFor('operator'), changes)).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
  });

  test('twice', async () => {
    const code = await codeFor('operator');
    expect((await fetchTokens(code)).status).toBe(200);
    expect((await fetchTokens(code)).status).toBe(400);
  });

  test('after somebody tried it with another verifier', async () => {
    const code = await codeFor('operator');
    await fetchTokens(code, { code_verifier: 'w'.repeat(43) });
    expect((await fetchTokens(code)).status).toBe(400);
  });

  test('after a minute', async () => {
    const code = await codeFor('operator');
    now += 60_000;
    expect((await fetchTokens(code)).status).toBe(400);
  });

  test('after a hundred others were given out', async () => {
    const first = await codeFor('operator');
    for (let others = 0; others < 100; others++) await codeFor('reader');
    expect((await fetchTokens(first)).status).toBe(400);
  });

  test('in a form without end', async () => {
    const answer = await fetchTokens(await codeFor('operator'), { more: 'x'.repeat(20_000) });
    expect(answer.status).toBe(400);
  });
});

test('only the pages that may sign people in read what the issuer says', async () => {
  const configuration = async (origin: string) =>
    (await send(issuer.url, '/.well-known/openid-configuration', { headers: { origin } })).headers;
  expect(await configuration(CONSOLE)).toMatchObject({ 'access-control-allow-origin': CONSOLE, vary: 'origin' });
  expect(await configuration('http://127.0.0.1:3001')).not.toHaveProperty('access-control-allow-origin');
  const stolen = await fetchTokens(await codeFor('operator'), {}, 'https://other.example');
  expect(stolen.headers).not.toHaveProperty('access-control-allow-origin');
});
