import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { environmentSettings } from '../../lib/environments.ts';
import { settingsFromContext } from '../../lib/settings-from-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const NO_FILE = join(folder, 'environments.json');
const context = (given: Readonly<Record<string, string>>) => settingsFromContext((key) => given[key], NO_FILE);
const dev = environmentSettings('dev');
const [agentType] = dev.agentTypes;
if (agentType === undefined) throw new Error('The example has no agent type.');

describe('settings', () => {
  test('of dev need nothing at all: without an issuer there is a user pool', () => {
    expect(context({})).toEqual(dev);
    expect(dev.issuer).toBeUndefined();
  });

  test('of dev give a document of AWS, twice as long as ours, the 3,600 s that SSM Agent gives its scripts', () => {
    expect(2 * dev.pace.executionSeconds).toBeGreaterThanOrEqual(3600);
  });

  test('of local differ from dev in name and pace only', () => {
    const { pace } = environmentSettings('local');
    expect(environmentSettings('local')).toEqual({ ...dev, name: 'local', pace });
    expect(pace.wakeSeconds).toBeLessThan(dev.pace.wakeSeconds);
  });

  test('can be replaced by a program', () => {
    const issuer = 'http://127.0.0.1:4000';
    const agentTypes = [{ ...agentType, name: 'mine' }];
    expect(environmentSettings('local', { issuer, audience: ['fleet'], agentTypes })).toMatchObject({
      issuer,
      agentTypes: [{ name: 'mine' }],
    });
  });

  test('can be given to cdk with -c', () => {
    const agentTypes = file('types.json', JSON.stringify([{ ...agentType, name: 'mine' }]));
    const artifactSources = 'https://a.example.com/agents, https://b.example.com';
    const networks = file('networks.json', JSON.stringify([{ name: 'closed', proxy: 'http://proxy:3128' }]));
    expect(
      context({
        env: 'dev',
        issuer: 'https://login.example.com',
        audience: 'fleet, console',
        agentTypes,
        artifactSources,
        networks,
        signedBuckets: 'one-bucket, another-bucket',
        corsOrigins: 'https://console.example.com, http://localhost:5173',
        consoleClient: 'abc',
        consoleScopes: 'openid,fleet/read',
        consoleTokenOrigin: 'https://pool.auth.eu-central-1.amazoncognito.com',
      }),
    ).toMatchObject({
      artifactSources: ['https://a.example.com/agents', 'https://b.example.com/'],
      networks: [{ name: 'closed', mirrors: [], proxy: 'http://proxy:3128' }],
      signedBuckets: ['one-bucket', 'another-bucket'],
      corsOrigins: ['https://console.example.com', 'http://localhost:5173'],
      site: {
        clientId: 'abc',
        scopes: ['openid', 'fleet/read'],
        tokenOrigin: 'https://pool.auth.eu-central-1.amazoncognito.com',
      },
      issuer: 'https://login.example.com',
      audience: ['fleet', 'console'],
      agentTypes: [{ name: 'mine' }],
    });
  });
});

const EXAMPLE = join(import.meta.dirname, '../../environments.example.json');
let files = 0;
const own = (settings: object) => file(`own-${++files}.json`, JSON.stringify(settings));
const prod = { account: '444455556666', region: 'eu-central-1', alarmTargets: ['oncall@example.com'] };

describe('the settings file', () => {
  test.each(['dev', 'staging', 'prod'])('of the example is one that %s can be deployed with', (env) => {
    expect(context({ env, settings: EXAMPLE }).name).toBe(env);
  });

  test('adds to the environment what is only true for whoever deploys', () => {
    const settings = own({ prod: { ...prod, throttle: { rate: 7, burst: 9 } } });
    expect(context({ env: 'prod', settings })).toMatchObject({
      ...prod,
      throttle: { rate: 7, burst: 9 },
      keepData: true,
      deletionProtection: true,
      pointInTimeRecovery: true,
      logRetentionDays: 365,
    });
  });

  test('is found by itself, and says nothing of other environments', () => {
    const settings = own({ prod, dev: { logRetentionDays: 7 } });
    expect(settingsFromContext(() => undefined, settings)).toEqual({ ...dev, logRetentionDays: 7 });
  });

  test('gives way to -c', () => {
    const settings = own({
      dev: { issuer: 'https://a.example.com', audience: ['a'], corsOrigins: ['https://a.example.com'] },
    });
    expect(context({ settings, issuer: 'https://b.example.com' })).toMatchObject({
      issuer: 'https://b.example.com',
      audience: ['a'],
      corsOrigins: ['https://a.example.com'],
    });
  });

  test('names files that are beside it', () => {
    file('beside.json', JSON.stringify([{ ...agentType, name: 'beside' }]));
    expect(context({ settings: own({ dev: { agentTypes: 'beside.json' } }) })).toMatchObject({
      agentTypes: [{ name: 'beside' }],
    });
  });

  test.each([
    [
      'is not there',
      'nowhere.json',
      /The settings in nowhere.json cannot be read. Write a JSON file like environments\.example/,
    ],
    ['is a list', own([]), /are not an object of environments. Write them like environments\.example/],
    [
      'is about another environment',
      own({ production: {} }),
      /settings of production. Write them under dev, staging, prod/,
    ],
    [
      'has a slip in it',
      own({ dev: { acount: '123456789012' } }),
      /acount.* The settings are name, account.*\n.*written in .*own-\d+\.json/,
    ],
  ])('that %s is refused', (_, settings, sentence) => {
    expect(() => context({ settings })).toThrow(sentence);
  });
});

test.each([
  ['prod', 'account', /^- account is missing.* Write the 12 digits of an AWS account\.$/m],
  ['prod', 'region', /^- region is missing.* Write an AWS region such as eu-central-1\.$/m],
  ['prod', 'alarmTargets', /^- alarmTargets is missing.* Write a list of up to 20 mail addresses .* go to\.$/m],
  ['staging', 'account', /^- account is missing/m],
])('%s is not deployed where nobody has written its %s', (env, name, sentence) => {
  const { [name]: _, ...others }: Record<string, unknown> = prod;
  expect(() => context({ env, settings: own({ [env]: others }) })).toThrow(sentence);
});

test('prod is not deployed where its alarms would go to nobody', () => {
  expect(() => context({ env: 'prod', settings: own({ prod: { ...prod, alarmTargets: [] } }) })).toThrow(
    /^- alarmTargets is missing/m,
  );
});

test('a deployment that cannot be begun says why and nothing of our code', async () => {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ env: 'nowhere' }) },
  });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^There is no environment "nowhere"\. Write -c env= and one of .*\nSettings of .*\n$/,
    ),
  });
}, 30_000);

const { pace, throttle } = dev;
const trusted = { issuer: 'https://login.example.com', audience: ['fleet'] };
const domain = {
  name: 'fleet.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
};

describe('a setting that cannot be used says what to write', () => {
  test.each([
    [
      'an upper-case name',
      { name: 'Dev' },
      /^- name cannot be used .* Write a lower-case name of at most 20 characters/m,
    ],
    ['a short account', { account: '123' }, /^- account cannot .* Write the 12 digits of an AWS account/m],
    ['an unknown region', { region: 'Frankfurt' }, /^- region cannot .* Write an AWS region such as eu-central-1/m],
    ['an issuer without https', { issuer: 'http://login.example.com' }, /^- issuer cannot .* Write the https URL/m],
    ['an issuer that is no URL', { issuer: 'login' }, /^- issuer cannot .* Write the https URL/m],
    ['no audience', { audience: [] }, /^- audience cannot .* Write the values that tokens may carry/m],
    ['an empty scope claim', { scopeClaim: '' }, /^- scopeClaim cannot .* Write the claim/m],
    ['an empty fence claim', { fenceClaim: '' }, /^- fenceClaim cannot .* Write the claim that lists the tags/m],
    [
      'a scope of two words',
      { scopes: { read: 'fleet read' } },
      /^- scopes\.read cannot .*no space.* Write \{ read, upgrade/m,
    ],
    ['one scope for two permissions', { scopes: { read: 'fleet/admin' } }, /^- scopes cannot .*one name/m],
    [
      'every repository of all owners',
      { subjects: [{ subject: 'repo:*', may: ['read'] }] },
      /^- subjects\.0\.subject cannot .*owner.* Write a list of up to 20 \{ subject, may/m,
    ],
    [
      'more subjects than an environment holds',
      { subjects: Array.from({ length: 5 }, () => ({ subject: 's'.repeat(200), may: ['read' as const] })) },
      /^- subjects cannot .*800 bytes/m,
    ],
    [
      'tokens that every repository gets, and nobody who is meant',
      { issuer: 'https://token.actions.githubusercontent.com/acme', audience: ['fleet'], scopeClaim: 'environment' },
      /^- subjects cannot .*everybody.* Write a list of up to 20/m,
    ],
    [
      'a wake after the longest',
      { pace: { ...pace, wakeSeconds: 121 } },
      /^- pace\.wakeSeconds cannot .* Write whole seconds/m,
    ],
    ['a delivery that SSM refuses', { pace: { ...pace, deliverySeconds: 29 } }, /^- pace\.deliverySeconds cannot/m],
    ['a first poll after the longest', { pace: { ...pace, longestPollSeconds: 14 } }, /^- pace cannot .*first poll/m],
    ['no agent types', { agentTypes: [] }, /^- agentTypes cannot .* Write a list of agent types like/m],
    ['two agent types of one name', { agentTypes: [agentType, agentType] }, /^- agentTypes cannot .*one name/m],
    [
      'more agent types than are read at every start',
      {
        agentTypes: Array.from({ length: 170 }, (_, index) => ({
          ...agentType,
          name: `type-${index}`,
          healthCommand: 'x'.repeat(1000),
        })),
      },
      /^- agentTypes cannot .*200000 bytes/m,
    ],
    [
      'a retention that CloudWatch has not',
      { logRetentionDays: 31 },
      /^- logRetentionDays cannot .* Write a number of days/m,
    ],
    ['logs for ever', { logRetentionDays: 9999 }, /^- logRetentionDays cannot/m],
    [
      'a rate of nothing',
      { throttle: { ...throttle, rate: 0 } },
      /^- throttle\.rate cannot .* Write \{ rate, burst \}/m,
    ],
    [
      'artifacts from anywhere over http',
      { artifactSources: ['http://a.example.com/'] },
      /^- artifactSources\.0 cannot .* Write a list of https addresses/m,
    ],
    [
      'more artifact sources than an environment holds',
      { artifactSources: Array.from({ length: 30 }, (_, index) => `https://${index}.example.com/${'x'.repeat(50)}`) },
      /^- artifactSources cannot .*2000 bytes/m,
    ],
    [
      'a proxy with a password',
      { networks: [{ name: 'a', proxy: 'http://me:secret@proxy:3128' }] },
      /^- networks\.0\.proxy cannot .*without a user name or password.* Write a list of \{ name, tag/m,
    ],
    [
      'a mirror over http',
      { networks: [{ name: 'a', mirrors: [{ from: 's3://artifacts/', to: 'http://a.example.com/' }] }] },
      /^- networks\.0\.mirrors\.0\.to cannot .* Write a list of/m,
    ],
    [
      'a network that takes all agents before another',
      { networks: [{ name: 'a' }, { name: 'b', tag: { key: 'site', value: 'b' } }] },
      /^- networks cannot .*takes all agents.* Write a list of/m,
    ],
    [
      'more networks than are read at every start',
      {
        networks: Array.from({ length: 500 }, (_, index) => ({
          name: `network-${index}`,
          tag: { key: 'site', value: `${index}${'x'.repeat(100)}` },
        })),
      },
      /^- networks cannot .*50000 bytes/m,
    ],
    [
      'an address for a bucket that is signed for',
      { signedBuckets: ['s3://artifacts/'] },
      /^- signedBuckets\.0 cannot .* Write a list of up to 20 names of buckets/m,
    ],
    [
      'a bucket whose name fits no certificate',
      { signedBuckets: ['artifacts.example.com'] },
      /^- signedBuckets\.0 cannot .*without dots/m,
    ],
    ['every origin', { corsOrigins: ['*'] }, /^- corsOrigins\.0 cannot .* Write a list of up to 20 origins/m],
    ['every origin of a domain', { corsOrigins: ['https://*.example.com'] }, /^- corsOrigins\.0 cannot/m],
    ['an origin with a path', { corsOrigins: ['https://console.example.com/'] }, /^- corsOrigins\.0 cannot/m],
    ['an origin over http', { corsOrigins: ['http://console.example.com'] }, /^- corsOrigins\.0 cannot/m],
    [
      'an interval of discovery at which nothing is called',
      { discoveryMinutes: 7 },
      /^- discoveryMinutes cannot .* Write a multiple of 5 minutes up to 1440, .*, or 0 for never/m,
    ],
    [
      'a word for dryRunOnly',
      { dryRunOnly: 'yes' },
      /^- dryRunOnly cannot .* Write true where jobs may only be simulated/m,
    ],
    [
      'a word for requireChecksum',
      { requireChecksum: 'no' },
      /^- requireChecksum cannot .* Write false where artifacts/m,
    ],
    ['a word for allowDowngrade', { allowDowngrade: 'no' }, /^- allowDowngrade cannot .* Write true where agents/m],
    [
      'an alarm for neither a mailbox nor a topic',
      { alarmTargets: ['oncall@example.com', 'arn:aws:sqs:eu-central-1:123456789012:oncall'] },
      /^- alarmTargets\.1 cannot .*neither.* Write a list of up to 20 mail addresses/m,
    ],
    [
      'audit records longer than S3 locks them',
      { auditRetentionDays: 36_501 },
      /^- auditRetentionDays cannot .* Write the days .*, or 0 for no audit bucket/m,
    ],
    ['a word for jobTopic', { jobTopic: 'yes' }, /^- jobTopic cannot .* Write true where an SNS topic/m],
    [
      'an issuer whose every token counts',
      { issuer: 'https://login.example.com' },
      /^- audience cannot .*every token.* Write the values/m,
    ],
    ['an audience of nobody', { audience: ['fleet'] }, /^- issuer cannot .*nobody.* Write the https URL/m],
    ['an issuer and a user pool', { ...trusted, pool: {} }, /^- pool cannot .*no user pool/m],
    [
      'names for scopes that a user pool has not',
      { scopes: { read: 'Fleet.Read' } },
      /^- scopes cannot .*fleet\/read, fleet\/upgrade and fleet\/admin/m,
    ],
    ['a claim that Cognito does not write', { scopeClaim: 'scp' }, /^- scopes cannot .*in the claim scope/m],
    [
      'a domain that Cognito refuses',
      { pool: { domainPrefix: 'my-aws-fleet' } },
      /^- pool\.domainPrefix cannot .*with aws, amazon or cognito/m,
    ],
    ['a machine that may nothing', { pool: { machines: { pipeline: [] } } }, /^- pool\.machines\.pipeline cannot/m],
    ['a console without a client', { ...trusted, site: {} }, /^- site cannot .*has a client/m],
    [
      'a machine that is called as the client of people',
      { pool: { machines: { console: ['read'] } }, site: {} },
      /^- pool\.machines cannot .*client of people/m,
    ],
    [
      'two machines of one output',
      { pool: { machines: { 'a-b': ['read'], ab: ['read'] } } },
      /^- pool\.machines cannot .*one output/m,
    ],
    [
      'a name that Cognito refuses',
      { name: 'aws-dev' },
      /^- pool cannot .*name of the environment.* Write \{ domainPrefix/m,
    ],
    [
      'a scope by which people change how they sign in',
      { site: { scopes: ['openid', 'aws.cognito.signin.user.admin'] } },
      /^- site cannot .*no scopes but openid, email, profile, fleet\/read/m,
    ],
    [
      'an issuer with a password',
      { ...trusted, issuer: 'https://me:secret@login.example.com' },
      /^- issuer cannot .*without user name/m,
    ],
    ['an issuer with a query', { ...trusted, issuer: 'https://login.example.com/?a' }, /^- issuer cannot .*query/m],
    [
      'more audiences than API Gateway compares',
      { ...trusted, audience: Array.from({ length: 51 }, (_, index) => `a${index}`) },
      /^- audience cannot .* Write the values .* 1 to 50/m,
    ],
    [
      'one mailbox twice',
      { alarmTargets: ['oncall@example.com', 'oncall@example.com'] },
      /^- alarmTargets cannot .*twice/m,
    ],
    [
      'more topics than an alarm tells',
      { alarmTargets: Array.from({ length: 5 }, (_, index) => `arn:aws:sns:eu-central-1:111122223333:t${index}`) },
      /^- alarmTargets cannot .*over 4 topics/m,
    ],
    [
      'a topic of another region',
      { region: 'eu-central-1', alarmTargets: ['arn:aws:sns:us-east-1:111122223333:oncall'] },
      /^- alarmTargets cannot .*another region/m,
    ],
    [
      'a domain in the zone of another',
      { ...trusted, domain: { ...domain, name: 'fleet.badexample.com', zone: { id: 'Z1', name: 'example.com' } } },
      /^- domain cannot .*not in its zone/m,
    ],
    [
      'one domain for the API and the console',
      {
        ...trusted,
        domain,
        site: {
          clientId: 'abc',
          domain: { ...domain, certificateArn: domain.certificateArn.replace('eu-central-1', 'us-east-1') },
        },
      },
      /^- site cannot .*API has the name/m,
    ],
    [
      'the name of another environment',
      { name: 'prod' },
      /^"dev" is to be called "prod", which is another environment/m,
    ],
    ['a client of nobody', { site: { clientId: 'abc' } }, /^- site cannot .*gets one/m],
    [
      'a certificate of another region',
      { region: 'eu-west-1', domain },
      /^- domain cannot .*another region.* Write \{ name, certificateArn, zone\? \}/m,
    ],
    ['a certificate that CloudFront cannot use', { site: { domain } }, /^- site cannot .*us-east-1/m],
    ['a name without a zone in it', { domain: { ...domain, name: 'fleet' } }, /^- domain\.name cannot/m],
    [
      'room for a function that there is not',
      { reservedConcurrency: { 'submit-upgrades': 10 } },
      /^- reservedConcurrency\.submit-upgrades cannot .* Write \{ 'submit-upgrade': 10 \}/m,
    ],
    [
      'a boundary that is no policy',
      { permissionsBoundary: 'arn:aws:iam::1:role/x' },
      /^- permissionsBoundary cannot/m,
    ],
    [
      'a word for deletionProtection',
      { deletionProtection: 'no' },
      /^- deletionProtection cannot .* Write true where neither/m,
    ],
    [
      'a word for pointInTimeRecovery',
      { pointInTimeRecovery: 'no' },
      /^- pointInTimeRecovery cannot .* Write true where/m,
    ],
    ['half a tag', { nodeTag: { key: 'fleet', value: 7 } }, /^- nodeTag\.value cannot .* Write \{ key, value \}/m],
    ['a setting that does not exist', { colour: 'red' }, /^- .*colour.* The settings are name, account/m],
  ])('%s', (_, wrong, sentence) => {
    const overrides: object = wrong;
    expect(() => environmentSettings('dev', overrides)).toThrow(sentence);
  });

  test.each([
    [
      'an unknown environment',
      { env: 'production' },
      /There is no environment "production". Write -c env= and one of dev, staging, prod/,
    ],
    ['a name that every object has', { env: 'constructor' }, /There is no environment "constructor"/],
    ['an empty audience', { audience: '' }, /audience.* Write the values that tokens may carry/],
    ['a file that is not there', { agentTypes: 'nowhere.json' }, /nowhere.json cannot be read. Write a JSON file like/],
    [
      'no file of networks',
      { networks: 'nowhere.json' },
      /networks in .*nowhere.json cannot be read. Write .* docs\/networks/,
    ],
    ['a file that is not JSON', { agentTypes: file('broken.json', '[') }, /broken.json cannot be read/],
    ['a file of something else', { agentTypes: file('other.json', '{"name":"x"}') }, /agentTypes cannot be used/],
  ])('%s', (_, given, sentence) => {
    expect(() => context(given)).toThrow(sentence);
  });
});
