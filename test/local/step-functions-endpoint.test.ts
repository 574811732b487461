import type { Server } from 'node:http';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { stepFunctionsServer } from '../../local/step-functions/endpoint.ts';
import {
  functionArn,
  Harness,
  MACHINE_ARN,
  requireUsedValid,
  START,
  TOKEN_RESOURCE,
  text,
} from './step-functions-fixtures.ts';

const definition = {
  StartAt: 'Give the token',
  States: {
    'Give the token': {
      Type: 'Task',
      Resource: TOKEN_RESOURCE,
      Parameters: { FunctionName: functionArn('give'), Payload: { 'token.$': '$$.Task.Token' } },
      TimeoutSeconds: 60,
      ResultPath: '$.woken',
      End: true,
    },
  },
};

let harness: Harness;
let server: Server;
let client: SFNClient;

beforeEach(async () => {
  harness = new Harness(definition, { give: () => null });
  server = stepFunctionsServer(harness.service);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SFNClient({ endpoint: await listen(server), region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await close(server);
});

const start = async (name = 'job', input = '{"job":"j1"}') => {
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name, input }),
  );
  await harness.settle();
  return executionArn;
};
const token = () => text(harness.calls[0]?.payload ?? null, 'token');

describe('an AWS SDK client', () => {
  test('starts, answers and describes an execution', async () => {
    const started = await client.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: 'job', input: '{"job":"j1"}' }),
    );
    const executionArn = 'arn:aws:states:eu-west-1:111122223333:execution:machine:job';
    expect(started).toMatchObject({ executionArn, startDate: START });
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      executionArn,
      stateMachineArn: MACHINE_ARN,
      name: 'job',
      status: 'RUNNING',
      startDate: START,
      input: '{"job":"j1"}',
      inputDetails: { included: true },
    });
    await harness.pass(7);
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    await client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '"now"' }));
    await harness.clock.run();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: new Date(START.getTime() + 7_000),
      output: '{"job":"j1","woken":"now"}',
      outputDetails: { included: true },
    });
    expect(described.error).toBeUndefined();
  });

  test('reads why an execution failed', async () => {
    const executionArn = await start();
    await client.send(new SendTaskFailureCommand({ taskToken: token(), error: 'Broken', cause: 'By hand.' }));
    await harness.clock.run();
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'By hand.',
    });
  });

  test('reads the history, forwards and backwards, in pages, with and without data', async () => {
    const executionArn = await start();
    await client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '"now"' }));
    await harness.clock.run();
    const all = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(all.nextToken).toBeUndefined();
    expect(all.events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSubmitted'],
      [6, 5, 'TaskSucceeded'],
      [7, 6, 'TaskStateExited'],
      [8, 7, 'ExecutionSucceeded'],
    ]);
    expect(all.events?.[0]).toMatchObject({
      timestamp: START,
      executionStartedEventDetails: { input: '{"job":"j1"}', inputDetails: { truncated: false } },
    });
    expect(all.events?.[2]?.taskScheduledEventDetails).toMatchObject({ region: 'eu-west-1', timeoutInSeconds: 60 });

    const ids: (number | undefined)[] = [];
    const pages = paginateGetExecutionHistory({ client, pageSize: 3 }, { executionArn, reverseOrder: true });
    for await (const { events } of pages) ids.push(...(events ?? []).map(({ id }) => id));
    expect(ids).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);

    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    expect(bare.events?.[1]?.stateEnteredEventDetails).toEqual({ name: 'Give the token' });
  });

  test('lists executions and state machines, and describes one', async () => {
    const first = await start('job-1');
    const second = await start('job-2');
    await client.send(new StopExecutionCommand({ executionArn: first, error: 'Stopped' }));
    const list = (more: object) => client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, ...more }));
    expect((await list({})).executions?.map(({ executionArn }) => executionArn)).toEqual([second, first]);
    const { executions } = await list({ statusFilter: 'ABORTED' });
    expect(executions).toEqual([
      {
        executionArn: first,
        stateMachineArn: MACHINE_ARN,
        name: 'job-1',
        status: 'ABORTED',
        startDate: START,
        stopDate: START,
      },
    ]);
    const page = await list({ maxResults: 1 });
    expect((await list({ maxResults: 1, nextToken: page.nextToken })).executions).toMatchObject([{ name: 'job-1' }]);

    const machine = { stateMachineArn: MACHINE_ARN, name: 'machine', type: 'STANDARD', creationDate: START };
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([machine]);
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
    expect(described).toMatchObject({ ...machine, status: 'ACTIVE' });
    expect(JSON.parse(described.definition ?? '')).toEqual(definition);
  });

  test('stops an execution', async () => {
    const executionArn = await start();
    await harness.pass(3);
    const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, cause: 'By hand.' }));
    expect(stopDate).toEqual(new Date(START.getTime() + 3_000));
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      cause: 'By hand.',
    });
  });
});

describe('an error', () => {
  const nothing = 'arn:aws:states:eu-west-1:111122223333:execution:machine:nothing';
  const other = `${MACHINE_ARN}2`;
  const startOf = (input: object) => client.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, ...input }));

  test.each<[name: string, request: () => Promise<unknown>]>([
    ['StateMachineDoesNotExist', () => startOf({ stateMachineArn: other })],
    ['StateMachineDoesNotExist', () => client.send(new DescribeStateMachineCommand({ stateMachineArn: other }))],
    ['StateMachineDoesNotExist', () => client.send(new ListExecutionsCommand({ stateMachineArn: other }))],
    ['InvalidArn', () => startOf({ stateMachineArn: 'machine' })],
    ['InvalidArn', () => client.send(new DescribeExecutionCommand({ executionArn: 'nothing' }))],
    ['InvalidName', () => startOf({ name: 'a b' })],
    ['InvalidExecutionInput', () => startOf({ input: '{' })],
    ['ExecutionAlreadyExists', () => startOf({ name: 'job', input: '{}' })],
    ['ExecutionDoesNotExist', () => client.send(new DescribeExecutionCommand({ executionArn: nothing }))],
    ['ExecutionDoesNotExist', () => client.send(new GetExecutionHistoryCommand({ executionArn: nothing }))],
    ['ExecutionDoesNotExist', () => client.send(new StopExecutionCommand({ executionArn: nothing }))],
    ['InvalidToken', () => client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' }))],
    ['InvalidToken', () => client.send(new SendTaskFailureCommand({ taskToken: 'x' }))],
    ['InvalidToken', () => client.send(new SendTaskHeartbeatCommand({ taskToken: 'x' }))],
    ['InvalidToken', () => client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, nextToken: 'x' }))],
    ['InvalidOutput', () => client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{' }))],
    ['ValidationException', () => startOf({ stateMachineArn: undefined })],
    ['ValidationException', () => startOf({ input: `"${'x'.repeat(262_144)}"` })],
    ['ValidationException', () => client.send(new ListExecutionsCommand({}))],
    [
      'ValidationException',
      () => client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, maxResults: 1_001 })),
    ],
    [
      'ValidationException',
      () => client.send(new SendTaskFailureCommand({ taskToken: token(), error: 'x'.repeat(257) })),
    ],
    [
      'ValidationException',
      () => client.send(new SendTaskFailureCommand({ taskToken: token(), cause: 'x'.repeat(32_769) })),
    ],
  ])('%s has its name (%#)', async (name, request) => {
    await start();
    await expect(request()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  test('TaskTimedOut has its name', async () => {
    await start();
    await harness.clock.run();
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{}' }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
