import { createPublicKey } from 'node:crypto';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { close, listen } from '../../local/aws-json.ts';
import { systemClock } from '../../local/clock.ts';
import { gateway } from '../../local/gateway.ts';
import { type Issuer, type Role, startIssuer, type TokenWishes } from '../../local/issuer.ts';
import { send } from './http.ts';

const NOW = Date.UTC(2026, 0, 5, 8);
const now = NOW / 1000;
const clock = { ...systemClock, now: () => NOW };

let issuer: Issuer;
let server: Server;
let url: string;
let events: unknown[] = [];
let errors: unknown[] = [];

async function protectedBy(issuerUrl: string): Promise<Server> {
  const authorizer = { issuer: issuerUrl, audience: ['fleet-upgrade', 'other-client'] };
  const invoke = async (_: string, event: unknown) => {
    events.push(event);
    return { statusCode: 200 };
  };
  const route = { routeKey: 'GET /closed', functionArn: 'f', timeoutMs: 30_000, authorizer };
  return gateway({ routes: [route], accountId: '000000000000', invoke, clock, onError: (error) => errors.push(error) });
}

beforeAll(async () => {
  issuer = await startIssuer({ clock });
  server = await protectedBy(issuer.url);
  url = await listen(server);
});
afterAll(async () => {
  await close(server);
  await issuer.stop();
});
beforeEach(() => {
  [events, errors] = [[], []];
});

const ask = (authorization: string | undefined) =>
  send(url, '/closed', { headers: { ...(authorization !== undefined && { authorization }) } });
const bearer = async (wishes: TokenWishes = {}) => `Bearer ${await issuer.token(wishes)}`;

/** The payload of a good token, signed by somebody else. */
async function forged(
  header: { alg: string; kid?: string },
  key: Parameters<SignJWT['sign']>[0],
  claims: JWTPayload = {},
): Promise<string> {
  const good = decodeJwt(await issuer.token());
  return `Bearer ${await new SignJWT({ ...good, ...claims }).setProtectedHeader(header).sign(key)}`;
}

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const publicKeyPem = async () => {
  const { keys } = JSON.parse((await send(issuer.url, '/.well-known/jwks.json')).body);
  return createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
};

describe('a token is taken', () => {
  const cases: [string, () => Promise<string>][] = [
    ['behind Bearer', () => bearer()],
    ['behind bearer', async () => `bearer ${await issuer.token()}`],
    ['on its own', () => issuer.token()],
    ['with one right audience among others', () => bearer({ audience: ['x', 'other-client'] })],
    [
      'with a client_id instead of an audience',
      () => bearer({ claims: { aud: undefined, client_id: 'other-client' } }),
    ],
    ['a second before it expires', () => bearer({ expiresIn: 1 })],
    ['with an nbf of now', () => bearer({ claims: { nbf: now } })],
  ];
  test.each(cases)('%s', async (_name, authorization) => {
    expect(await ask(await authorization())).toMatchObject({ status: 200 });
    expect(events).toHaveLength(1);
  });
});

describe('a token is refused', () => {
  const described = (description: string) => `Bearer scope="" error="invalid_token" error_description="${description}"`;
  const otherKey = async () => (await generateKeyPair('RS256')).privateKey;
  const cases: [string, () => Promise<string | undefined>, string][] = [
    ['that is not there', async () => undefined, 'Bearer'],
    ['that is empty', async () => 'Bearer ', 'Bearer'],
    ['that is no token', async () => 'Bearer not-a-token', described('token contains an invalid number of segments')],
    ['that is of three words', async () => 'Bearer a.b.c', described('the header of the token cannot be read')],
    ['that has expired', () => bearer({ expiresIn: 0 }), described('the token has expired')],
    ['without an expiry', () => bearer({ claims: { exp: undefined } }), described('the token has invalid claims')],
    ['that is not valid yet', () => bearer({ claims: { nbf: now + 1 } }), described('the token is not valid yet')],
    ['from the future', () => bearer({ claims: { iat: now + 1 } }), described('the token was issued in the future')],
    ['of another issuer', () => bearer({ issuer: 'https://other.example' }), described('issuer does not match')],
    [
      'for another audience',
      () => bearer({ audience: 'other' }),
      described('the token does not have a valid audience'),
    ],
    [
      'for another audience, whatever its client_id is',
      () => bearer({ audience: 'other', claims: { client_id: 'fleet-upgrade' } }),
      described('the token does not have a valid audience'),
    ],
    ['for nobody', () => bearer({ claims: { aud: undefined } }), described('the token does not have a valid audience')],
    [
      'with the algorithm none',
      async () => `Bearer ${segment({ alg: 'none', kid: 'local-1' })}.${segment(decodeJwt(await issuer.token()))}.`,
      described('signing method none is invalid'),
    ],
    [
      'signed by HS256 with the public key as the secret',
      async () => forged({ alg: 'HS256', kid: 'local-1' }, Buffer.from(await publicKeyPem())),
      described('signing method HS256 is invalid'),
    ],
    [
      'signed with a key that is not known',
      async () => forged({ alg: 'RS256', kid: 'unknown' }, await otherKey()),
      described('no key has the kid of the token'),
    ],
    [
      'signed with another key under a known kid',
      async () => forged({ alg: 'RS256', kid: 'local-1' }, await otherKey()),
      described('crypto/rsa: verification error'),
    ],
    ['without a kid', async () => forged({ alg: 'RS256' }, await otherKey()), described('the token has no kid')],
    [
      'whose payload was changed',
      async () => {
        const [header, , signature] = (await bearer()).split('.');
        return [header, segment({ ...decodeJwt(await issuer.token({ role: 'admin' })) }), signature].join('.');
      },
      described('crypto/rsa: verification error'),
    ],
  ];
  test.each(cases)('%s', async (_name, authorization, challenge) => {
    const { status, headers, body } = await ask(await authorization());
    expect({ status, body, challenge: headers['www-authenticate'] }).toEqual({
      status: 401,
      body: '{"message":"Unauthorized"}',
      challenge,
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '26' });
    expect(events).toEqual([]);
  });
});

describe('an issuer that cannot be asked', () => {
  test('leads to 401, is reported, and is asked again by the next request', async () => {
    const gone = await startIssuer({ clock });
    const { port } = new URL(gone.url);
    await gone.stop();
    const own = await protectedBy(gone.url);
    const ownUrl = await listen(own);
    const askOwn = async (from: Issuer) =>
      send(ownUrl, '/closed', { headers: { authorization: `Bearer ${await from.token({ issuer: gone.url })}` } });
    const refused = await askOwn(gone);
    expect(refused).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(refused.headers['www-authenticate']).toContain('OIDC discovery endpoint communication error');
    expect(errors).toHaveLength(1);
    const back = await startIssuer({ clock, port: Number(port) });
    expect(await askOwn(back)).toMatchObject({ status: 200 });
    await Promise.all([close(own), back.stop()]);
  });
});

test('claims reach the function as text', async () => {
  const claims = {
    jti: 'id',
    n: 1.5,
    yes: true,
    nothing: null,
    list: ['a', 'b'],
    one: ['a'],
    empty: [],
    nested: { a: [1] },
  };
  await ask(await bearer({ role: 'operator', subject: 'me', claims }));
  expect(events).toMatchObject([
    {
      requestContext: {
        authorizer: {
          jwt: {
            claims: {
              iss: issuer.url,
              aud: 'fleet-upgrade',
              sub: 'me',
              scope: 'fleet/read fleet/upgrade',
              iat: String(now),
              exp: String(now + 12 * 60 * 60),
              jti: 'id',
              n: '1.5',
              yes: 'true',
              list: '[a b]',
              one: '[a]',
              empty: '[]',
              nested: '{"a":[1]}',
            },
            scopes: null,
          },
        },
      },
    },
  ]);
  expect(events[0]).not.toHaveProperty('requestContext.authorizer.jwt.claims.nothing');
});

describe('tokens for development', () => {
  const cases: [Role, string][] = [
    ['operator', 'fleet/read fleet/upgrade'],
    ['reader', 'fleet/read'],
    ['agent', 'agent/self'],
    ['admin', 'fleet/read fleet/upgrade fleet/admin'],
  ];
  test.each(cases)('%s may %s', async (role, scope) => {
    expect(decodeJwt(await issuer.token({ role }))).toMatchObject({ scope, sub: `local-${role}` });
  });

  test('a scope of its own wins over that of the role', async () => {
    expect(decodeJwt(await issuer.token({ role: 'admin', scope: 'x' }))).toMatchObject({ scope: 'x' });
  });
});

test('the issuer describes itself as OpenID has it', async () => {
  const configuration = await send(issuer.url, '/.well-known/openid-configuration');
  expect(JSON.parse(configuration.body)).toMatchObject({
    issuer: issuer.url,
    jwks_uri: `${issuer.url}/.well-known/jwks.json`,
  });
  const { keys } = JSON.parse((await send(issuer.url, '/.well-known/jwks.json')).body);
  expect(keys).toEqual([{ kty: 'RSA', n: expect.any(String), e: 'AQAB', kid: 'local-1', alg: 'RS256', use: 'sig' }]);
  expect(await send(issuer.url, '/other')).toMatchObject({ status: 404 });
});
