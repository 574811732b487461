import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { announceLocalStack, readLocalStack } from '../../bin/fleet/connection/local-stack.ts';
import { writeProfile } from '../../bin/fleet/connection/profile.ts';
import { targetOf } from '../../bin/fleet/connection/target.ts';
import { later } from '../fixtures.ts';
import { FakeWorld, job, json } from './fake-world.ts';

const token = { accessToken: 'profile-token', expiresAt: later(3600).toISOString() };
const local = { url: 'http://127.0.0.1:3000', token: 'local-token' };

/** A home with the profiles `default` and `other`, and with a stack that runs. */
function home(env: Record<string, string> = {}): FakeWorld {
  const world = new FakeWorld([], { env });
  writeProfile(world, 'default', { url: 'https://default.example.com', token });
  writeProfile(world, 'other', { url: 'https://other.example.com', token });
  announceLocalStack(world, local);
  return world;
}

const variables = { FLEET_URL: 'https://env.example.com', FLEET_TOKEN: 'env-token' };

describe('which deployment is called, with which token', () => {
  const cases: [string, FakeWorld, Parameters<typeof targetOf>[0], [string, string]][] = [
    ['a profile that is named wins over all', home(variables), { profile: 'other' }, ['other', 'profile-token']],
    ['the environment wins over the default profile', home(variables), {}, ['env', 'env-token']],
    ['FLEET_PROFILE names one', home({ FLEET_PROFILE: 'other' }), {}, ['other', 'profile-token']],
    ['the default profile comes before the local stack', home(), {}, ['default', 'profile-token']],
    [
      '--url with FLEET_TOKEN',
      home({ FLEET_TOKEN: 'env-token' }),
      { url: 'https://x.example.com' },
      ['x', 'env-token'],
    ],
    ['--url of a profile has its login', home(), { url: 'https://default.example.com/' }, ['default', 'profile-token']],
  ];
  test.each(cases)('%s', (_sentence, world, flags, [host, value]) => {
    const target = targetOf(flags, world);
    expect(target.url).toBe(`https://${host}.example.com`);
    expect(target.token.from === 'profile' ? target.token.profile.token?.accessToken : target.token.value).toBe(value);
  });

  test('with no configuration, the stack that runs on this machine', () => {
    const world = new FakeWorld([], { env: {} });
    announceLocalStack(world, local);
    expect(targetOf({}, world)).toEqual({ url: local.url, token: { from: 'local', value: 'local-token' } });
  });

  const refusals: [string, FakeWorld, Parameters<typeof targetOf>[0], RegExp][] = [
    ['nothing at all', new FakeWorld([], { env: {} }), {}, /Which deployment\?/],
    ['a profile that there is not', home(), { profile: 'nobody' }, /There is no profile "nobody"/],
    ['a profile that leads out of its folder', home(), { profile: '../x' }, /no name for a profile/],
    [
      "FLEET_URL's token for another address",
      home(variables),
      { url: 'https://x.example.com' },
      /There is no token for/,
    ],
    ["the login of a profile for another's address", home(), { url: 'https://x.example.com' }, /There is no token for/],
    [
      'an address that others can listen to',
      home(variables),
      { url: 'http://env.example.com' },
      /no address for tokens/,
    ],
    ['an address with a name and password', home(variables), { url: 'https://a:b@env.example.com' }, /no address for/],
  ];
  test.each(refusals)('is refused: %s', (_sentence, world, flags, message) => {
    expect(() => targetOf(flags, world)).toThrow(message);
  });
});

describe('the word that npm start leaves', () => {
  test('is for this user alone, and is taken back', () => {
    const world = new FakeWorld([], { env: {} });
    const takeBack = announceLocalStack(world, local);
    const path = join(world.home, '.config', 'fleet-upgrade', 'local.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    takeBack();
    expect(readLocalStack(world)).toBeUndefined();
  });

  test('stays where it is of a stack that was started later', () => {
    const world = new FakeWorld([], { env: {} });
    const takeBack = announceLocalStack(world, local);
    const second = { ...local, token: 'second' };
    announceLocalStack(world, second);
    takeBack();
    expect(readLocalStack(world)).toEqual(second);
  });

  test('may not lead away from this machine', () => {
    const world = new FakeWorld([], { env: {} });
    announceLocalStack(world, { ...local, url: 'https://fleet.example.com' });
    expect(() => readLocalStack(world)).toThrow('Wrong: url.');
  });

  test('is below XDG_CONFIG_HOME where that is set', () => {
    const world = new FakeWorld([], { env: { XDG_CONFIG_HOME: new FakeWorld([]).home } });
    announceLocalStack(world, local);
    expect(readFileSync(join(world.env['XDG_CONFIG_HOME'] ?? '', 'fleet-upgrade', 'local.json'), 'utf8')).toContain(
      '3000',
    );
  });
});

test('a broken profile is told by the names of its fields, never by what is in them', async () => {
  const world = new FakeWorld([json(job())], { env: {} });
  const path = join(world.home, '.config', 'fleet-upgrade', 'profiles', 'default.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '{"url":"https://fleet.example.com","token":{"accessToken":"secret","expiresAt":"secret"}}');
  expect(await world.run('job', job().id)).toBe(2);
  expect(world.err).toContain('Wrong: token.expiresAt.');
  expect(world.err).not.toContain('secret');
});
