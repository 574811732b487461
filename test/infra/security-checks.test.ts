import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CheckedApp } from '../../lib/checked-app.ts';
import { environmentSettings } from '../../lib/environments.ts';
import { FleetUpgradeStack } from '../../lib/fleet-upgrade-stack.ts';
import { accepted, SecurityChecks } from '../../lib/security-checks.ts';
import type { SettingsInput } from '../../lib/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const unbundled = (): AppProps => ({
  outdir: mkdtempSync(join(folder, 'out-')),
  builtinCloudFormationValidation: false,
  context: { 'aws:cdk:bundling-stacks': [] },
});

const place = { account: '111122223333', region: 'eu-central-1' };

/** Settings in which each part that can be deployed is. */
const everything: Partial<SettingsInput> = {
  ...place,
  site: {},
  signedBuckets: ['artifacts'],
  alarmTargets: ['oncall@example.com'],
  jobTopic: true,
};

const stackOf = (env: string, settings: Partial<SettingsInput>) =>
  new FleetUpgradeStack(new App(unbundled()), environmentSettings(env, settings));

interface Finding {
  readonly rule: string;
  readonly path: string;
}

const found = (checks: AwsSolutionsChecks, stack: Stack): Finding[] =>
  checks
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, path: constructPath })),
    );

describe('AWS Solutions finds nothing', () => {
  test.each([
    ['dev', {}],
    ['staging', { ...place, issuer: 'https://login.example.com', audience: ['fleet'] }],
    ['prod', everything],
    ['prod', { ...everything, account: '111122223333', permissionsBoundary: 'boundary', nodeTag: null }],
  ])('in %s with %j', (env, settings) => {
    expect(found(new SecurityChecks(), stackOf(env, settings))).toEqual([]);
  });
});

describe('what is accepted', () => {
  let all: readonly Finding[];
  beforeAll(() => {
    all = found(new AwsSolutionsChecks(), stackOf('prod', everything));
  });

  test.each(accepted)('is there, each: $rule', ({ rule, at }) => {
    expect(all.filter((each) => rule.test(each.rule) && at.test(each.path))).not.toEqual([]);
  });
});

describe('the checks report', () => {
  const stackWith = (add: (stack: Stack) => void): Stack => {
    const stack = stackOf('dev', {});
    add(stack);
    return stack;
  };
  const rules = (stack: Stack) => found(new SecurityChecks(), stack).map(({ rule }) => rule);

  test('a bucket that takes plain HTTP and logs nothing', () => {
    expect(rules(stackWith((stack) => new Bucket(stack, 'Bad')))).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
  });

  test('a role that may do anything, also beside the functions', () => {
    const stack = stackWith((scope) => {
      const role = new Role(scope, 'Bad', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new PolicyStatement({ actions: ['ssm:SendCommand'], resources: ['*'] }));
    });
    expect(rules(stack)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
  });

  test('a bucket so that the app, which bin/app.ts makes, cannot be synthesized', () => {
    const app = new CheckedApp(unbundled());
    const stack = new Stack(app, 'stack');
    new Bucket(stack, 'Bad');
    expect(() => app.synth()).toThrow(/[Vv]alidation/);
  });
});
