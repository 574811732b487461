import { describe, expect, test } from '@jest/globals';
import { authorize, type Claims } from '../../functions/authorization.ts';
import { subjectsSchema, type TokenRules, tokenRulesSchema } from '../../functions/domain/token-rules.ts';
import { routes } from '../../functions/routes.ts';
import { berlin, tokenRules } from '../fixtures.ts';

const route = { method: 'POST', path: '/api/v1/things', scope: 'fleet/upgrade' } as const;
const permissions = ['fleet/read', 'fleet/upgrade', 'fleet/admin'] as const;

/** What somebody with these claims may do, who may use the route; the detail of the refusal where not. */
function allowed(claims: Claims, rules: TokenRules = tokenRules) {
  try {
    const { hasScope } = authorize({ sub: 'ann', ...claims }, route, rules);
    return permissions.filter(hasScope).map((scope) => scope.replace('fleet/', ''));
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

const lacks = 'The token lacks the scope fleet/upgrade in its claim scope.';

describe('scopes in a claim', () => {
  test.each<[string, string, unknown]>([
    ['a text, as Cognito and Auth0 write them', 'fleet/read fleet/upgrade', ['read', 'upgrade']],
    ['a list, as API Gateway writes it', '[fleet/admin fleet/upgrade]', ['upgrade', 'admin']],
    ['one alone', 'fleet/upgrade', ['upgrade']],
    ['an administrator who may not upgrade', 'fleet/admin fleet/read', lacks],
    ['one that only begins like it', 'fleet/upgrades', lacks],
    ['one in other letters', 'Fleet/Upgrade', lacks],
    ['none', '', lacks],
  ])('%s', (_sentence, scope, expected) => {
    expect(allowed({ scope })).toEqual(expected);
  });

  test('a token without the claim, and a claim that every object has', () => {
    expect(allowed({})).toBe(lacks);
    expect(allowed({}, { ...tokenRules, scopeClaim: 'toString' })).toMatch(/lacks the scope/);
  });
});

describe('scopes by the names of an identity provider', () => {
  const entra = tokenRulesSchema.parse({
    scopeClaim: 'roles',
    fenceClaim: 'allowedTags',
    scopes: { read: 'Fleet.Read', upgrade: 'api://fleet/Fleet.Upgrade' },
    subjects: [],
  });

  test.each<[string, Claims, unknown]>([
    [
      'its own names, and ours for what it does not name',
      { roles: '[Fleet.Read api://fleet/Fleet.Upgrade fleet/admin]' },
      [...'read upgrade admin'.split(' ')],
    ],
    [
      'ours instead of its own',
      { roles: '[fleet/upgrade]' },
      'The token lacks the scope api://fleet/Fleet.Upgrade in its claim roles.',
    ],
    [
      'its own in another claim',
      { scope: 'api://fleet/Fleet.Upgrade' },
      'The token lacks the scope api://fleet/Fleet.Upgrade in its claim roles.',
    ],
  ])('%s', (_sentence, claims, expected) => {
    expect(allowed(claims, entra)).toEqual(expected);
  });
});

describe('subjects that may do something, where tokens carry no scopes', () => {
  const ci: TokenRules = {
    ...tokenRules,
    subjects: [
      { subject: 'repo:acme/fleet:ref:refs/heads/main', may: ['read', 'upgrade', 'admin'] },
      { subject: 'repo:acme/fleet:*', may: ['read'] },
      { subject: 'repo:acme/*', may: ['upgrade'] },
    ],
  };
  const not = 'The subject of the token may not upgrade: here the setting subjects says who may.';

  test.each<[string, Claims, unknown]>([
    ['the one that is named', { sub: 'repo:acme/fleet:ref:refs/heads/main' }, ['read', 'upgrade', 'admin']],
    ['one that the first rule that fits gives less', { sub: 'repo:acme/fleet:pull_request' }, not],
    ['one that only a later rule fits', { sub: 'repo:acme/other:ref:refs/heads/main' }, ['upgrade']],
    ['one that only begins like the named one', { sub: 'repo:acme-evil/fleet:ref:refs/heads/main' }, not],
    ['one that the named one is a part of', { sub: 'x:repo:acme/fleet:ref:refs/heads/main' }, not],
    ['one that no rule fits, whatever its scopes', { sub: 'ann', scope: 'fleet/read fleet/upgrade' }, not],
  ])('%s', (_sentence, claims, expected) => {
    expect(allowed(claims, ci)).toEqual(expected);
  });

  test.each<[string, string, boolean]>([
    ['a subject', 'repo:acme/fleet:environment:production', true],
    ['all of a repository', 'repo:acme/fleet:*', true],
    ['all of an owner', 'repo:acme/*', true],
    ['all of a group of GitLab', 'project_path:acme/*', true],
    ['everybody', '*', false],
    ['every repository', 'repo:*', false],
    ['owners who begin alike', 'repo:acme*', false],
    ['repositories that begin alike', 'repo:acme/fleet*', false],
    ['a star in the middle', 'repo:*/fleet:ref:refs/heads/main', false],
    ['nobody', '', false],
  ])('a rule may be for %s: %s', (_sentence, subject, isOne) => {
    expect(subjectsSchema.safeParse([{ subject, may: ['read'] }]).success).toBe(isOne);
  });
});

describe('a fence in a claim', () => {
  const scope = 'fleet/upgrade';
  const fenceOf = (claims: Claims, fenced = true, rules: TokenRules = tokenRules) => {
    try {
      return authorize({ sub: 'ann', scope, ...claims }, { ...route, ...(fenced && { fenced: true as const }) }, rules)
        .fence;
    } catch (error) {
      return error;
    }
  };

  test.each<[string, Claims, unknown]>([
    ['none is no fence', {}, null],
    ['a list is one', { allowedTags: '[site=berlin]' }, berlin],
    ['another claim is none', { tags: '[site=berlin]' }, null],
    ['one that tells nothing is refused', { allowedTags: '[]' }, { code: 'FENCE_INVALID' }],
    ['one that cannot be read is refused', { allowedTags: 'berlin' }, { kind: 'forbidden', code: 'FENCE_INVALID' }],
    ['one that is empty is refused', { allowedTags: '' }, { code: 'FENCE_INVALID' }],
  ])('%s', (_sentence, claims, expected) => {
    const fence = fenceOf(claims);
    if (Array.isArray(expected) || expected === null) expect(fence).toEqual(expected);
    else expect(fence).toMatchObject(expected as object);
  });

  test('has the name that the deployment gives it', () => {
    const rules = { ...tokenRules, fenceClaim: 'https://fleet.example.com/tags' };
    expect(fenceOf({ 'https://fleet.example.com/tags': 'site=berlin' }, true, rules)).toEqual(berlin);
    expect(fenceOf({ allowedTags: 'site=berlin' }, true, rules)).toBeNull();
  });

  test('is refused by a route that keeps to none', () => {
    expect(fenceOf({ allowedTags: 'site=berlin' }, false)).toMatchObject({ kind: 'forbidden', code: 'FENCED' });
    expect(fenceOf({}, false)).toBeNull();
  });

  test('says no more than a scope does that is missing', () => {
    expect(fenceOf({ scope: '', allowedTags: 'berlin' })).toMatchObject({ code: 'SCOPE_MISSING' });
  });
});

test('with a fence, whoever is to reach everything by one call is refused', () => {
  const ofTokens = Object.entries(routes).filter(([, { scope }]) => scope !== null);
  const refused = ofTokens.flatMap(([name, given]) => ('fenced' in given ? [] : [name]));
  expect(refused).toEqual([
    'discover-agents',
    'export-fleet',
    'publish-version',
    'deprecate-version',
    'activate-version',
  ]);
});
