import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { eventPattern } from '../../local/event-pattern.ts';
import { arn, Synthesized } from './synthesized.ts';

const stack = new Synthesized();

const targetSchema = z.object({
  Arn: z.string(),
  RetryPolicy: z.object({ MaximumRetryAttempts: z.int(), MaximumEventAgeInSeconds: z.int() }),
  DeadLetterConfig: z.object({ Arn: z.string() }),
});
const ruleSchema = z.object({
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.literal('ENABLED'),
  Targets: z.tuple([targetSchema]),
});
const rules = stack.all('AWS::Events::Rule').map(({ Properties }) => ruleSchema.parse(Properties));

/** The functions, without what all their names begin with, that get an event. */
const receivers = (event: unknown): string[] =>
  rules
    .filter(({ EventPattern }) => EventPattern !== undefined && eventPattern(EventPattern)(event))
    .flatMap(({ Targets }) => Targets.map(({ Arn }) => Arn.replace(/^.*:function:fleet-upgrade-dev-/, '')));

/** As in "Amazon EventBridge event examples for Systems Manager" of the Systems Manager user guide. */
const commandEnded = (detail: object, type = 'EC2 Command Status-change Notification', source = 'aws.ssm') => ({
  version: '0',
  id: '51c0891d-0e34-45b1-83d6-95db273d1602',
  'detail-type': type,
  source,
  account: '123456789012',
  time: '2026-07-10T21:51:32Z',
  region: 'eu-central-1',
  resources: ['arn:aws:ec2:eu-central-1:123456789012:instance/i-02573cafcfexample'],
  detail: {
    'command-id': 'e8d3c0e4-71f7-4491-898f-c9b35bee5f3b',
    'document-name': 'FleetUpgrade-package-dev',
    'expire-after': '2026-07-14T22:01:30.049Z',
    parameters: {},
    'requested-date-time': '2026-07-10T21:51:30.049Z',
    status: 'Success',
    ...detail,
  },
});

describe('a command wakes its batch', () => {
  test.each(['Success', 'Failed', 'TimedOut', 'Cancelled', 'Incomplete', 'DeliveryTimedOut', 'ExecutionTimedOut'])(
    'when it ends as %s',
    (status) => {
      expect(receivers(commandEnded({ status }))).toEqual(['on-command-event']);
    },
  );

  test.each(['FleetUpgrade-package-dev', 'FleetUpgrade-report-dev'])('when it ran %s', (name) => {
    expect(receivers(commandEnded({ 'document-name': name }))).toEqual(['on-command-event']);
  });

  test.each([
    ['while it is pending', commandEnded({ status: 'Pending' })],
    ['while it runs', commandEnded({ status: 'InProgress' })],
    ['while it is being cancelled', commandEnded({ status: 'Cancelling' })],
    ['where it ran a document of somebody else', commandEnded({ 'document-name': 'AWS-RunShellScript' })],
    ['where it ran a document of another environment', commandEnded({ 'document-name': 'FleetUpgrade-package-prod' })],
    ['for each of its nodes', commandEnded({}, 'EC2 Command Invocation Status-change Notification')],
    ['where somebody else says so', commandEnded({}, undefined, 'my.app')],
  ])('but not %s', (_, event) => {
    expect(receivers(event)).toEqual([]);
  });
});

/** As in "EventBridge events for Step Functions execution status changes" of the Step Functions developer guide. */
const executionChanged = (detail: object) => ({
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  detail: {
    executionArn: arn('states', 'execution:fleet-upgrade-dev:upgrade-job-1'),
    stateMachineArn: arn('states', 'stateMachine:fleet-upgrade-dev'),
    name: 'upgrade-job-1',
    status: 'FAILED',
    ...detail,
  },
});

/** What is called at which rate. */
const scheduled = (of: Synthesized): string[] =>
  of
    .all('AWS::Events::Rule')
    .map(({ Properties }) => ruleSchema.parse(Properties))
    .flatMap(({ ScheduleExpression = '', Targets: [{ Arn }] }) =>
      ScheduleExpression === '' ? [] : [`${Arn.replace(/^.*:function:fleet-upgrade-dev-/, '')}: ${ScheduleExpression}`],
    )
    .sort();

test('jobs are reconciled and nodes looked at every 5 minutes', () => {
  expect(scheduled(stack)).toEqual(['discover-on-schedule: rate(5 minutes)', 'reconcile-jobs: rate(5 minutes)']);
});

test('no node is looked at by itself where discovery is set to never', () => {
  expect(scheduled(new Synthesized({ discoveryMinutes: 0 }))).toEqual(['reconcile-jobs: rate(5 minutes)']);
});

describe('jobs are reconciled', () => {
  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('when an execution ends as %s', (status) => {
    expect(receivers(executionChanged({ status }))).toEqual(['reconcile-jobs']);
  });

  test.each([
    ['an execution starts', { status: 'RUNNING' }],
    ['an execution succeeds', { status: 'SUCCEEDED' }],
    ['another machine fails', { stateMachineArn: arn('states', 'stateMachine:something-else') }],
    ['a child of a map fails', { stateMachineArn: arn('states', 'stateMachine:fleet-upgrade-dev/batches') }],
  ])('but not when %s', (_, detail) => {
    expect(receivers(executionChanged(detail))).toEqual([]);
  });
});

const deadLetters = `${stack.one('AWS::SQS::Queue').id}.Arn`;

test('an event that cannot be delivered is tried again, and then kept', () => {
  for (const { Targets } of rules)
    expect(Targets).toMatchObject([
      { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: deadLetters } },
    ]);
});

test.each([
  ['on-command-event', 120],
  ['reconcile-jobs', 300],
  ['discover-on-schedule', 300],
])('an event that %s fails at is tried again within %d s, and then kept', (name, age) => {
  const configs = stack.all('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
  expect(configs.filter(({ FunctionName }) => FunctionName === `fleet-upgrade-dev-${name}`)).toMatchObject([
    {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: age,
      DestinationConfig: { OnFailure: { Destination: deadLetters } },
    },
  ]);
});

test('what is kept is kept for 14 days and encrypted', () => {
  expect(stack.one('AWS::SQS::Queue').Properties).toEqual({
    MessageRetentionPeriod: 1_209_600,
    SqsManagedSseEnabled: true,
  });
});

test('what is kept can be sent and read over TLS only', () => {
  expect(stack.one('AWS::SQS::QueuePolicy').Properties).toMatchObject({
    PolicyDocument: {
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});
