import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { environmentSettings } from '../../lib/environments.ts';
import { synthesize } from '../../lib/synthesize.ts';
import { Synthesized } from './synthesized.ts';

const NO_ISSUER = {};
const site = { scopes: ['openid', 'fleet/read'] };
const stack = new Synthesized({}, NO_ISSUER);
const pool = stack.one('AWS::Cognito::UserPool');

const clientsOf = (each: Synthesized) => each.all('AWS::Cognito::UserPoolClient');
const client = (each: Synthesized, name: string) =>
  clientsOf(each).find(({ Properties }) => Properties['ClientName'] === name)?.Properties;

test('there is a user pool only where the environment has no issuer', () => {
  expect(new Synthesized().resources.filter(({ Type }) => Type.startsWith('AWS::Cognito::'))).toEqual([]);
});

describe('the user pool', () => {
  test('lets nobody sign up alone, and asks everybody for a second factor that is no text message', () => {
    expect(pool.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: { MinimumLength: 14, RequireSymbols: true } },
    });
  });

  test.each([
    ['goes with the stack', {}, 'Delete', 'INACTIVE'],
    ['stays where data is kept', { keepData: true }, 'Retain', 'INACTIVE'],
    ['is protected where the environment is', { deletionProtection: true }, 'Delete', 'ACTIVE'],
  ])('%s', (_, settings, DeletionPolicy, DeletionProtection) => {
    expect(new Synthesized(settings, NO_ISSUER).one('AWS::Cognito::UserPool')).toMatchObject({
      DeletionPolicy,
      Properties: { DeletionProtection },
    });
  });

  test('has the scopes that the functions look for', () => {
    expect(stack.one('AWS::Cognito::UserPoolResourceServer').Properties).toMatchObject({
      Identifier: 'fleet',
      Scopes: ['read', 'upgrade', 'admin'].map((ScopeName) => ({ ScopeName })),
    });
  });

  test.each([
    ['of the environment and the account', {}, 'fleet-upgrade-dev-123456789012'],
    ['that the environment names', { pool: { domainPrefix: 'acme-fleet' } }, 'acme-fleet'],
  ])('has an address %s', (_, settings, Domain) => {
    expect(new Synthesized(settings, NO_ISSUER).one('AWS::Cognito::UserPoolDomain').Properties).toMatchObject({
      Domain,
    });
  });
});

describe('a machine', () => {
  test.each([
    ['pipeline', ['fleet/read', 'fleet/upgrade']],
    ['administrator', ['fleet/read', 'fleet/upgrade', 'fleet/admin']],
  ])('%s gets tokens for an hour with its secret, and in no other way', (name, AllowedOAuthScopes) => {
    expect(client(stack, name)).toMatchObject({
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 1,
      TokenValidityUnits: { AccessToken: 'hours' },
    });
  });

  test('is one of those that the environment names', () => {
    const named = new Synthesized({ pool: { machines: { nightly: ['read'] } } }, NO_ISSUER);
    expect(clientsOf(named)).toHaveLength(1);
    expect(client(named, 'nightly')).toMatchObject({ AllowedOAuthScopes: ['fleet/read'] });
  });
});

describe('the console', () => {
  const pages = new Synthesized({ site }, NO_ISSUER);
  const origin = expect.stringMatching(/^https:\/\/.*Distribution.*\.DomainName\//);

  test('has a client without a secret, that comes back to its own pages only', () => {
    expect(client(pages, 'console')).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'fleet/read'],
      CallbackURLs: [expect.stringMatching(/\/signed-in$/), expect.stringMatching(/\/docs\/oauth2-redirect\.html$/)],
      LogoutURLs: [origin],
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(client(pages, 'console')).not.toHaveProperty('GenerateSecret');
  });

  test('has none where it is not deployed', () => {
    expect(client(stack, 'console')).toBeUndefined();
  });

  test('may ask Cognito, and the address of the pool for tokens', () => {
    const policies = JSON.stringify(pages.all('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(policies).toContain("connect-src 'self' https://cognito-idp.eu-central-1.amazonaws.com https://");
    expect(policies).toContain('.auth.eu-central-1.amazoncognito.com;');
  });
});

test('the API takes tokens of the pool, for every client of it and no other', () => {
  const pages = new Synthesized({ site }, NO_ISSUER);
  expect(pages.one('AWS::ApiGatewayV2::Authorizer').Properties).toMatchObject({
    JwtConfiguration: {
      Issuer: `https://cognito-idp.eu-central-1.amazonaws.com/${pages.one('AWS::Cognito::UserPool').id}`,
      Audience: clientsOf(pages).map(({ id }) => id),
    },
  });
});

test('outputs say where tokens come from, and for whom', () => {
  const {
    ApiUrl: _url,
    StateMachineArn: _machine,
    TableName: _table,
    DeadLettersUrl: _letters,
    ...others
  } = stack.outputs;
  expect(others).toEqual({
    Issuer: `https://cognito-idp.eu-central-1.amazonaws.com/${pool.id}`,
    UserPoolId: pool.id,
    TokenUrl: expect.stringMatching(/^https:\/\/.*\.auth\.eu-central-1\.amazoncognito\.com\/oauth2\/token$/),
    Clientpipeline: clientsOf(stack)[0]?.id,
    Clientadministrator: clientsOf(stack)[1]?.id,
  });
});

test('pool, console and API do not wait for each other in a circle, also where the region is not known yet', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'user-pool-test-'));
  const { stacks } = synthesize({ settings: environmentSettings('dev', { site }), outdir, bundle: false });
  expect(() => Template.fromJSON(stacks[0]?.template)).not.toThrow();
  rmSync(outdir, { recursive: true });
});

test('no secret is read while it is deployed, nor told to anybody', () => {
  expect(JSON.stringify(stack.template)).not.toMatch(/ClientSecret|resolve:secretsmanager|DescribeUserPoolClient/);
  expect(Object.keys(stack.outputs).filter((name) => /secret/i.test(name))).toEqual([]);
});
