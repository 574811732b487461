import type { Server } from 'node:http';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
  type SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { VirtualClock } from '../../local/clock.ts';
import { LocalAlarms } from '../../local/cloudwatch/alarms.ts';
import { cloudWatchServer } from '../../local/cloudwatch/endpoint.ts';
import { later, now } from '../fixtures.ts';

const alarm: PutMetricAlarmCommandInput = {
  AlarmName: 'disk',
  Namespace: 'CWAgent',
  MetricName: 'disk_used_percent',
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 90,
  ComparisonOperator: 'GreaterThanThreshold',
};
const ringing: SetAlarmStateCommandInput = { AlarmName: 'disk', StateValue: 'ALARM', StateReason: 'A test.' };

let clock: VirtualClock;
let alarms: LocalAlarms;
let server: Server;
let endpoint: string;
let client: CloudWatchClient;

beforeEach(async () => {
  clock = new VirtualClock(now);
  alarms = new LocalAlarms({ account: '111122223333', region: 'eu-west-1', clock });
  server = cloudWatchServer(alarms);
  endpoint = await listen(server);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new CloudWatchClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await close(server);
});

const put = (change: Partial<PutMetricAlarmCommandInput> = {}) =>
  client.send(new PutMetricAlarmCommand({ ...alarm, ...change }));
const setState = (change: Partial<SetAlarmStateCommandInput> = {}) =>
  client.send(new SetAlarmStateCommand({ ...ringing, ...change }));
const remove = (...AlarmNames: string[]) => client.send(new DeleteAlarmsCommand({ AlarmNames }));
const describeAlarms = (input: DescribeAlarmsCommandInput = {}) => client.send(new DescribeAlarmsCommand(input));
const namesOf = async (input: DescribeAlarmsCommandInput = {}) => {
  const { MetricAlarms = [], CompositeAlarms = [] } = await describeAlarms(input);
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
};

/** Sends what the SDK's types would not let through. */
async function raw(operation: string, body: object) {
  const headers = { 'x-amz-target': `GraniteServiceVersion20100801.${operation}` };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** Lets so many seconds pass. */
async function pass(seconds: number): Promise<void> {
  clock.schedule(seconds * 1000, () => undefined);
  await clock.run();
}

describe('an alarm', () => {
  test('has no data when it is created, and is described as it was defined', async () => {
    await put();
    expect((await describeAlarms()).MetricAlarms).toEqual([
      {
        ...alarm,
        ActionsEnabled: true,
        AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:disk',
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: now,
      },
    ]);
  });

  test.each(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)('is %s once it is set so', async (StateValue) => {
    await put();
    await pass(30);
    await setState({ StateValue });
    expect((await describeAlarms()).MetricAlarms).toMatchObject([
      { StateValue, StateReason: 'A test.', StateUpdatedTimestamp: later(30) },
    ]);
  });

  test('keeps its state when its definition changes', async () => {
    await put();
    await setState();
    await put({ Threshold: 95 });
    expect((await describeAlarms()).MetricAlarms).toMatchObject([{ StateValue: 'ALARM', Threshold: 95 }]);
  });

  test('is gone once it is deleted, and where one is unknown none is deleted', async () => {
    await put();
    await put({ AlarmName: 'cpu' });
    await expect(remove('cpu', 'unknown')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    expect(await namesOf()).toEqual(['cpu', 'disk']);
    await remove('cpu');
    expect(await namesOf()).toEqual(['disk']);
  });
});

describe('alarms are found', () => {
  beforeEach(() => {
    alarms.set('disk', 'ALARM');
    alarms.set('cpu', 'OK');
    alarms.set('fleet', 'ALARM', 'CompositeAlarm');
  });

  test.each<[string, DescribeAlarmsCommandInput, string[]]>([
    ['by their names', { AlarmNames: ['disk', 'unknown'] }, ['disk']],
    ['without composite ones unless asked', {}, ['cpu', 'disk']],
    ['without metric ones unless asked', { AlarmTypes: ['CompositeAlarm'] }, ['fleet']],
    ['of both types', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }, ['cpu', 'disk', 'fleet']],
    ['by their state', { StateValue: 'ALARM' }, ['disk']],
    ['all, where no names are given', { AlarmNames: [] }, ['cpu', 'disk']],
  ])('%s', async (_, input, names) => {
    expect(await namesOf(input)).toEqual(names);
  });

  test('in pages', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client, pageSize: 1 }, {}))
      pages.push(MetricAlarms.map(({ AlarmName }) => AlarmName));
    expect(pages).toEqual([['cpu'], ['disk']]);
  });
});

describe('refused is', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    ['the state of an unknown alarm', 'ResourceNotFound', () => setState()],
    ['a token that it did not give', 'InvalidNextToken', () => describeAlarms({ NextToken: 'x' })],
    ['a page of more than 100', 'ValidationException', () => describeAlarms({ MaxRecords: 101 })],
    ['a filter that is not served', 'ValidationException', () => describeAlarms({ ActionPrefix: 'arn:aws:sns' })],
    ['an alarm without a name', 'ValidationException', () => put({ AlarmName: undefined })],
    ['an alarm without a metric', 'ValidationException', () => put({ MetricName: undefined })],
    ['an alarm without a threshold', 'ValidationException', () => put({ Threshold: undefined })],
    ['an alarm over a period that is none', 'ValidationException', () => put({ Period: 45 })],
    [
      'an alarm with actions, which nobody would run',
      'ValidationException',
      () => put({ AlarmActions: ['arn:aws:sns'] }),
    ],
    ['a state that is none', 'ValidationException', () => setState({ StateValue: 'SNOOZED' as 'OK' })],
    ['a state without a reason', 'ValidationException', () => setState({ StateReason: undefined })],
    ['an operation that is not served', 'UnknownOperationException', () => client.send(new ListMetricsCommand({}))],
  ])('%s', async (_what, name, request) => {
    await expect(request()).rejects.toMatchObject({ name });
  });

  test.each([
    ['DescribeAlarms', {}],
    ['PutMetricAlarm', alarm],
    ['SetAlarmState', ringing],
    ['DeleteAlarms', { AlarmNames: [] }],
  ])('a field that %s does not have', async (operation, input) => {
    alarms.set('disk', 'OK');
    expect(await raw(operation, input)).toMatchObject({ status: 200 });
    expect(await raw(operation, { ...input, Unknown: 1 })).toMatchObject({
      status: 400,
      body: { __type: 'ValidationException' },
    });
  });

  test('a metric definition for a composite alarm', async () => {
    alarms.set('disk', 'OK', 'CompositeAlarm');
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
