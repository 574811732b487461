import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readProfile, writeProfile } from '../../bin/fleet/connection/profile.ts';
import { later } from '../fixtures.ts';
import { FakeWorld, job, json, type Seen } from './fake-world.ts';

const issuer = 'https://login.example.com';
const url = 'https://fleet.example.com';
const document = {
  issuer,
  token_endpoint: `${issuer}/token`,
  device_authorization_endpoint: `${issuer}/device`,
};
const start = {
  device_code: 'the-device-code',
  user_code: 'WDJB-MJHT',
  verification_uri: `${issuer}/activate`,
  expires_in: 900,
  interval: 5,
};
const granted = { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600, refresh_token: 'refresh-1' };
const refused = (error: string, status = 400) => json({ error }, { status });

/** An issuer whose token endpoint answers these, one after the other; everything else is the API. */
function issuing(tokens: (Response | Error)[], change: Record<string, unknown> = {}) {
  return ({ path }: Seen): Response | Error => {
    if (path.endsWith('/.well-known/openid-configuration')) return json({ ...document, ...change });
    if (path === document.device_authorization_endpoint) return json(start);
    if (path === document.token_endpoint) return tokens.shift() ?? new Error('Nobody expected this.');
    return json(job());
  };
}

const login = ['login', '--url', url, '--issuer', issuer, '--client-id', 'fleet-cli', '--scope', 'fleet/read'];
const forms = ({ seen }: FakeWorld) =>
  seen
    .filter(({ path }) => path === document.token_endpoint)
    .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

describe('a program logs in by its own secret', () => {
  const env = { FLEET_CLIENT_SECRET: 's e:cret' };

  test('which goes to the token endpoint alone, and nowhere else', async () => {
    const world = new FakeWorld(issuing([json(granted)]), { env });
    expect(await world.run(...login)).toBe(0);
    const [, request] = world.seen;
    expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('fleet-cli:s+e%3Acret')}`);
    expect(forms(world)).toEqual([{ grant_type: 'client_credentials', client_id: 'fleet-cli', scope: 'fleet/read' }]);
    const path = join(world.home, '.config', 'fleet-upgrade', 'profiles', 'default.json');
    expect(readFileSync(path, 'utf8')).not.toContain('cret');
    expect(world.out + world.err).toBe(`Logged in to ${url} until 2026-01-15T09:00:00.000Z, as profile default.\n`);
  });

  test('into a file for this user alone, which commands then use', async () => {
    const world = new FakeWorld(issuing([json(granted)]), { env });
    await world.run(...login);
    expect(statSync(join(world.home, '.config/fleet-upgrade/profiles/default.json')).mode & 0o777).toBe(0o600);
    expect(await world.run('job', job().id)).toBe(0);
    expect(world.seen.at(-1)?.headers.get('authorization')).toBe('Bearer access-1');
  });

  test('under the name of a profile, and the second time without all that', async () => {
    const world = new FakeWorld(issuing([json(granted), json({ ...granted, access_token: 'access-2' })]), { env });
    await world.run(...login, '--profile', 'staging');
    expect(await world.run('login', '--profile', 'staging')).toBe(0);
    expect(readProfile(world, 'staging')?.token?.accessToken).toBe('access-2');
  });

  test.each<[string, string[], Response[], Record<string, unknown>, number, RegExp]>([
    ['an unknown client', login, [refused('invalid_client', 401)], {}, 3, /gives no token: invalid_client/],
    ['an answer without a token', login, [json({ secret: 'abc' })], {}, 3, /without a bearer token/],
    ['a description of another issuer', login, [], { issuer: 'https://evil.example.com' }, 3, /another issuer/],
    [
      'a token endpoint that others can listen to',
      login,
      [],
      { token_endpoint: 'http://x.example.com' },
      3,
      /does not/,
    ],
    ['a login without an issuer', ['login', '--url', url], [], {}, 2, /takes --issuer and --client-id/],
  ])('not with %s', async (_sentence, args, tokens, change, code, message) => {
    const world = new FakeWorld(issuing(tokens, change), { env });
    expect(await world.run(...args)).toBe(code);
    expect(world.err).toMatch(message);
    expect(readProfile(world, 'default')).toBeUndefined();
  });
});

describe('a person logs in by a code to allow in a browser', () => {
  const person = (tokens: (Response | Error)[], change = {}) => new FakeWorld(issuing(tokens, change), { env: {} });

  test('and is told where, while the issuer is asked at its own pace', async () => {
    const world = person([refused('authorization_pending'), refused('slow_down'), json(granted)]);
    expect(await world.run(...login)).toBe(0);
    expect(world.slept).toEqual([5000, 5000, 10_000]);
    expect(world.err).toContain(`Open ${issuer}/activate and allow the code WDJB-MJHT\n`);
    expect(forms(world)[0]).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'the-device-code',
      client_id: 'fleet-cli',
    });
    expect(readProfile(world, 'default')?.token?.refreshToken).toBe('refresh-1');
    expect(world.out + world.err).not.toMatch(/access-1|refresh-1|the-device-code/);
  });

  test('also over a line that breaks, which is asked less often', async () => {
    const world = person([new TypeError('fetch failed'), json({}, { status: 502 }), json(granted)]);
    expect(await world.run(...login)).toBe(0);
    expect(world.slept).toEqual([5000, 10_000, 15_000]);
  });

  test.each<[string, (Response | Error)[], object, number, RegExp]>([
    ['refuses', [refused('access_denied')], {}, 3, /gives no token: access_denied/],
    ['comes too late for the issuer', [refused('expired_token')], {}, 3, /expired_token/],
    ['has no such issuer', [], { device_authorization_endpoint: undefined }, 2, /has no device flow/],
  ])('who %s gets no token', async (_sentence, tokens, change, code, message) => {
    const world = person(tokens, change);
    expect(await world.run(...login)).toBe(code);
    expect(world.err).toMatch(message);
  });

  test('who does nothing is waited for as long as the code lives', async () => {
    const world = person(Array.from({ length: 200 }, () => refused('authorization_pending')));
    expect(await world.run(...login)).toBe(4);
    expect(world.slept).toHaveLength(900 / 5);
  });
});

describe('a token that is over', () => {
  const origin = { issuer, clientId: 'fleet-cli' };
  const loggedIn = (tokens: Response[], refreshToken: string | undefined, env: Record<string, string> = {}) => {
    const world = new FakeWorld(issuing(tokens), { env });
    const token = { accessToken: 'old', expiresAt: later(30).toISOString(), ...(refreshToken && { refreshToken }) };
    writeProfile(world, 'default', { url, origin, token });
    return world;
  };

  test('is refreshed before it is used, and the new one is kept', async () => {
    const world = loggedIn([json({ ...granted, refresh_token: undefined })], 'refresh-0');
    expect(await world.run('job', job().id)).toBe(0);
    expect(forms(world)).toEqual([{ grant_type: 'refresh_token', refresh_token: 'refresh-0', client_id: 'fleet-cli' }]);
    expect(world.seen.at(-1)?.headers.get('authorization')).toBe('Bearer access-1');
    const expected = { accessToken: 'access-1', expiresAt: later(3600).toISOString(), refreshToken: 'refresh-0' };
    expect(readProfile(world, 'default')?.token).toEqual(expected);
  });

  test('is asked for anew by a program whose secret is there', async () => {
    const world = loggedIn([json(granted)], undefined, { FLEET_CLIENT_SECRET: 'secret' });
    expect(await world.run('job', job().id)).toBe(0);
    expect(forms(world)).toMatchObject([{ grant_type: 'client_credentials' }]);
  });

  test.each([
    ['without a refresh token', [], undefined],
    ['with one that is over, too', [refused('invalid_grant')], 'refresh-0'],
  ])('%s takes a person, and nothing is sent to the API', async (_sentence, tokens, refreshToken) => {
    const world = loggedIn(tokens, refreshToken);
    expect(await world.run('job', job().id)).toBe(3);
    expect(world.err).toBe('The login is over: fleet login --profile default\n');
    expect(world.seen.filter(({ path }) => path.startsWith('/'))).toEqual([]);
  });

  test('while one that is good is used as it is', async () => {
    const world = new FakeWorld(issuing([]), { env: {} });
    writeProfile(world, 'default', { url, token: { accessToken: 'good', expiresAt: later(120).toISOString() } });
    expect(await world.run('job', job().id)).toBe(0);
    expect(world.seen).toHaveLength(1);
  });
});
