import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { environmentSettings } from '../../lib/environments.ts';
import type { SettingsInput } from '../../lib/settings.ts';
import { ACCOUNT, arn, Synthesized } from './synthesized.ts';

const stack = new Synthesized();
const dev = environmentSettings('dev');
const variablesSchema = z.object({ Variables: z.record(z.string(), z.string()) });

function functionOf(name: string) {
  const functions = stack.all('AWS::Lambda::Function');
  const found = functions.find(({ Properties }) => Properties['FunctionName'] === `fleet-upgrade-dev-${name}`);
  return z.looseObject({ Environment: variablesSchema }).parse(found?.Properties);
}

const { wakeSeconds: _wakeSeconds, bakeSeconds: _bakeSeconds, ...pace } = dev.pace;
const values: Record<string, string> = {
  TOKEN_RULES: JSON.stringify({
    scopeClaim: 'scope',
    scopes: { read: 'fleet/read', upgrade: 'fleet/upgrade', admin: 'fleet/admin' },
    fenceClaim: 'allowedTags',
    subjects: [],
  }),
  ACCOUNT_ID: ACCOUNT,
  BAKE_SECONDS: '300',
  DISCOVERY_MINUTES: '60',
  ARTIFACT_SOURCES: '[]',
  DRY_RUN_ONLY: 'false',
  REQUIRE_CHECKSUM: 'true',
  ALLOW_DOWNGRADE: 'false',
  AGENT_TYPES: 'agent-types.json',
  NETWORKS: 'networks.json',
  OPENAPI: 'openapi.json',
  SIGNED_BUCKETS: '[]',
  PACE: JSON.stringify(pace),
  DOCUMENTS: JSON.stringify({
    package: 'FleetUpgrade-package-dev',
    'os-package': 'FleetUpgrade-os-package-dev',
    msi: 'FleetUpgrade-msi-dev',
    report: 'FleetUpgrade-report-dev',
    'ssm-agent': 'AWS-UpdateSSMAgent',
    distributor: 'AWS-ConfigureAWSPackage',
  }),
  STATE_MACHINE_ARN: arn('states', 'stateMachine:fleet-upgrade-dev'),
};

const submits = 'TOKEN_RULES STATE_MACHINE_ARN BAKE_SECONDS DRY_RUN_ONLY AGENT_TYPES ARTIFACT_SOURCES REQUIRE_CHECKSUM';

describe('a function is told no more than it needs, and no secret', () => {
  test.each([
    ['submit-agent-upgrade', `${submits} ALLOW_DOWNGRADE NETWORKS`],
    ['submit-upgrade', `${submits} ALLOW_DOWNGRADE NETWORKS`],
    ['retry-job', submits],
    ['rollback-job', 'TOKEN_RULES STATE_MACHINE_ARN DRY_RUN_ONLY AGENT_TYPES DOCUMENTS'],
    ['cancel-job', 'TOKEN_RULES AGENT_TYPES DOCUMENTS'],
    ['list-jobs', 'TOKEN_RULES'],
    ['get-job', 'TOKEN_RULES AGENT_TYPES'],
    ['list-job-agents', 'TOKEN_RULES'],
    ['get-job-report', 'TOKEN_RULES'],
    ['list-agents', 'TOKEN_RULES'],
    ['get-agent', 'TOKEN_RULES'],
    ['put-agent', 'TOKEN_RULES AGENT_TYPES ACCOUNT_ID'],
    ['discover-agents', 'TOKEN_RULES AGENT_TYPES ACCOUNT_ID DISCOVERY_MINUTES'],
    ['export-fleet', 'TOKEN_RULES AGENT_TYPES'],
    ['list-versions', 'TOKEN_RULES AGENT_TYPES'],
    ['get-version', 'TOKEN_RULES'],
    ['publish-version', 'TOKEN_RULES AGENT_TYPES REQUIRE_CHECKSUM'],
    ['deprecate-version', 'TOKEN_RULES'],
    ['activate-version', 'TOKEN_RULES'],
    ['get-freeze', 'TOKEN_RULES'],
    ['put-freeze', 'TOKEN_RULES'],
    ['delete-freeze', 'TOKEN_RULES'],
    ['get-openapi', 'OPENAPI'],
    ['get-health', ''],
    ['plan-rollout', 'AGENT_TYPES REQUIRE_CHECKSUM NETWORKS'],
    ['decide-next', 'DOCUMENTS PACE'],
    ['wait-until-woken', 'PACE'],
    ['upgrade-agents', 'AGENT_TYPES DOCUMENTS PACE REQUIRE_CHECKSUM NETWORKS SIGNED_BUCKETS'],
    ['settle-batch', 'AGENT_TYPES DOCUMENTS PACE'],
    ['fail-job', 'AGENT_TYPES DOCUMENTS PACE STATE_MACHINE_ARN'],
    ['finish-job', 'STATE_MACHINE_ARN'],
    ['on-command-event', ''],
    ['reconcile-jobs', 'STATE_MACHINE_ARN'],
    ['discover-on-schedule', 'AGENT_TYPES ACCOUNT_ID DISCOVERY_MINUTES'],
  ])('%s: %s', (name, variables) => {
    const names = variables.split(' ').filter((variable) => variable !== '');
    expect(functionOf(name).Environment.Variables).toEqual({
      ENVIRONMENT_NAME: 'dev',
      LOG_LEVEL: 'INFO',
      POWERTOOLS_SERVICE_NAME: 'fleet-upgrade',
      TABLE_NAME: 'fleet-upgrade-dev',
      ...Object.fromEntries(names.map((variable) => [variable, values[variable]])),
    });
  });
});

test('whatever makes a job is told where jobs may only be simulated', () => {
  const functions = new Synthesized({ dryRunOnly: true }).all('AWS::Lambda::Function');
  const told = functions.flatMap(({ Properties }) => {
    const { Variables } = z.looseObject({ Environment: variablesSchema }).parse(Properties).Environment;
    return Variables['DRY_RUN_ONLY'] === 'true' ? [Properties['FunctionName']] : [];
  });
  const names = ['retry-job', 'rollback-job', 'submit-agent-upgrade', 'submit-upgrade'];
  expect(told.sort()).toEqual(names.map((name) => `fleet-upgrade-dev-${name}`));
});

test('a function runs no more often at once than the environment reserves for it', () => {
  const functions = new Synthesized({ reservedConcurrency: { 'submit-upgrade': 10 } }).all('AWS::Lambda::Function');
  const limited = functions.flatMap(({ Properties: { FunctionName, ReservedConcurrentExecutions } }) =>
    ReservedConcurrentExecutions === undefined ? [] : [[FunctionName, ReservedConcurrentExecutions]],
  );
  expect(limited).toEqual([['fleet-upgrade-dev-submit-upgrade', 10]]);
});

test('no function is in a network of ours: it would need an address for every service that it asks', () => {
  for (const { Properties } of stack.all('AWS::Lambda::Function')) expect(Properties).not.toHaveProperty('VpcConfig');
});

test('what a deployment asks of artifacts and versions is told to whom it concerns', () => {
  const functions = new Synthesized({ requireChecksum: false, allowDowngrade: true }).all('AWS::Lambda::Function');
  const told = (name: string, value: string) =>
    functions.flatMap(({ Properties }) => {
      const { Variables } = z.looseObject({ Environment: variablesSchema }).parse(Properties).Environment;
      return Variables[name] === value ? [String(Properties['FunctionName']).replace('fleet-upgrade-dev-', '')] : [];
    });
  const checkers = [
    'plan-rollout',
    'publish-version',
    'retry-job',
    'submit-agent-upgrade',
    'submit-upgrade',
    'upgrade-agents',
  ];
  expect(told('REQUIRE_CHECKSUM', 'false').sort()).toEqual(checkers);
  expect(told('ALLOW_DOWNGRADE', 'true').sort()).toEqual(['submit-agent-upgrade', 'submit-upgrade']);
});

/** Of each kind as much as its schema takes. */
const largest: Partial<SettingsInput> = {
  name: `n${'n'.repeat(19)}`,
  region: 'ap-southeast-1',
  issuer: 'https://login.example.com',
  audience: ['fleet-upgrade'],
  scopeClaim: 's'.repeat(128),
  fenceClaim: 'f'.repeat(128),
  scopes: { read: 'r'.repeat(100), upgrade: 'u'.repeat(100), admin: 'a'.repeat(100) },
  subjects: Array.from({ length: 3 }, (_, index) => ({
    subject: `${index}${'s'.repeat(199)}`,
    may: ['read', 'upgrade'],
  })),
  pace: Object.fromEntries(
    Object.entries({ ...dev.pace, wakeSeconds: 120, bakeSeconds: 86_400, deliverySeconds: 300 }).map(
      ([name, seconds]) => [
        name,
        ['wakeSeconds', 'bakeSeconds', 'deliverySeconds'].includes(name) ? seconds : Number.MAX_SAFE_INTEGER,
      ],
    ),
  ) as typeof dev.pace,
  artifactSources: Array.from({ length: 20 }, (_, index) => `https://${index + 10}.example.com/${'x'.repeat(72)}/`),
  signedBuckets: Array.from({ length: 20 }, (_, index) => `${index + 10}${'b'.repeat(61)}`),
};

test('the largest settings that are taken fit into the 4,096 bytes of an environment', () => {
  const { artifactSources, signedBuckets } = environmentSettings('dev', largest);
  expect(Buffer.byteLength(JSON.stringify(artifactSources))).toBeGreaterThan(1_950);
  expect(signedBuckets).toHaveLength(20);
  // Lambda counts names and values ("Lambda quotas" in its Developer Guide).
  const sizes = new Synthesized(largest).all('AWS::Lambda::Function').map(({ Properties }) => {
    const { Variables } = z.looseObject({ Environment: variablesSchema }).parse(Properties).Environment;
    const bytes = Object.entries(Variables).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
    return { name: Properties['FunctionName'], bytes };
  });
  expect(sizes.filter(({ bytes }) => bytes > 4_096)).toEqual([]);
  expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeGreaterThan(2_000);
});

test.each([
  ['submit-upgrade', 29, 'API Gateway gives up after 30 s'],
  ['discover-agents', 29, 'it stops looking after 15 s'],
  ['discover-on-schedule', 300, 'it stops looking after 240 s, and is called every 300 s'],
  ['settle-batch', 60, 'a settled batch is 50 agents and a few pages of answers'],
])('%s may take %d s: %s', (name, seconds) => {
  expect(functionOf(name)).toMatchObject({ Timeout: seconds });
});

test.each(stack.all('AWS::Lambda::Function').map(({ Properties }) => [String(Properties['FunctionName']), Properties]))(
  '%s runs on Node 24 and ARM, is traced, and writes to its own log group',
  (name, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      MemorySize: /-discover-|-get-job-report$/.test(String(name)) ? 1769 : 512,
      LoggingConfig: { LogGroup: `/aws/lambda/${name}` },
    });
  },
);
