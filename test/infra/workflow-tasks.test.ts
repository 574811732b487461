import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { environmentSettings } from '../../lib/environments.ts';
import { machineOf } from './machine.ts';
import { arn, Synthesized } from './synthesized.ts';

const stack = new Synthesized();
const { states, state } = machineOf(stack);

type Row = [name: string, calls: string, input: string, result: string | null];

const tasks: Row[] = [
  ['Plan the rollout', 'plan-rollout', 'jobId=$.jobId', '$.plan'],
  ['Decide what happens next', 'decide-next', 'jobId=$.jobId', '$.decision'],
  ['Settle the batch', 'settle-batch', 'jobId=$.jobId queue=$.settle.queue polls=$.settle.polls', '$.settle'],
  ['Settle the batch (child)', 'settle-batch', 'jobId=$.jobId queue=$.settle.queue polls=$.settle.polls', '$.settle'],
  ['Finish the job', 'finish-job', 'jobId=$.jobId', null],
  ['Fail the job', 'fail-job', 'jobId=$.jobId error=$.error', '$.failing'],
];
const waitingTasks: Row[] = [
  ['Upgrade the agents', 'upgrade-agents', 'jobId=$.jobId queue=$.settle.queue token=$$.Task.Token', '$.wake'],
  ['Upgrade the agents (child)', 'upgrade-agents', 'jobId=$.jobId queue=$.settle.queue token=$$.Task.Token', '$.wake'],
  ['Wait until woken', 'wait-until-woken', 'jobId=$.jobId token=$$.Task.Token', '$.woken'],
];

/** `name=path` of each field. */
const fields = (payload: unknown): string =>
  Object.entries(z.record(z.string().endsWith('.$'), z.string()).parse(payload))
    .map(([name, path]) => `${name.replace('.$', '')}=${path}`)
    .join(' ');

const functionArn = (name: string) => arn('lambda', `function:fleet-upgrade-dev-${name}`);

test('every task is in these tables', () => {
  const found = Object.entries(states).filter(([, { Type }]) => Type === 'Task');
  expect(found.map(([name]) => name).sort()).toEqual([...tasks, ...waitingTasks].map(([name]) => name).sort());
});

test.each(tasks)('"%s" calls %s with %s and puts the answer into %s', (name, calls, input, result) => {
  const { Resource, Parameters, ResultPath } = state(name);
  expect({ Resource, input: fields(Parameters), ResultPath }).toEqual({
    Resource: functionArn(calls),
    input,
    ResultPath: result,
  });
});

test.each(waitingTasks)('"%s" waits for what %s gets with %s, and puts it into %s', (name, calls, input, result) => {
  const { Resource, Parameters, ResultPath } = state(name);
  expect({ Resource, calls: Parameters?.['FunctionName'], input: fields(Parameters?.['Payload']), ResultPath }).toEqual(
    {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      calls: functionArn(calls),
      input,
      ResultPath: result,
    },
  );
});

test.each([
  ['Upgrade the agents', { TimeoutSeconds: 120 }],
  ['Upgrade the agents (child)', { TimeoutSeconds: 120 }],
  ['Wait until woken', { TimeoutSecondsPath: '$.decision.waitSeconds' }],
])('"%s" does not wait for ever', (name, timeout) => {
  expect(state(name)).toMatchObject(timeout);
});

test.each(waitingTasks)('"%s" is retried after failures, but not after its timeout', (name) => {
  expect(state(name).Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.TaskFailed']]);
});

test.each(tasks)('"%s" is retried whatever goes wrong', (name) => {
  const isAsked = name === 'Decide what happens next';
  const first = isAsked ? [['DocumentsUnreadable']] : [];
  expect(state(name).Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([...first, ['States.ALL']]);
});

/** Seconds that all retries of a state take together, where none is shortened at random. */
const longestRetry = (name: string): number =>
  state(name)
    .Retry.flatMap(({ IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }) =>
      Array.from({ length: MaxAttempts }, (_, n) => Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds)),
    )
    .reduce((sum, seconds) => sum + seconds, 0);

test.each([
  ['Plan the rollout', 62],
  ['Decide what happens next', 85_515 + 62],
  ['Upgrade the agents', 62],
  ['Settle the batch', 10_110],
  ['Fail the job', 85_515],
])('"%s" is retried for up to %d s', (name, seconds) => {
  expect(longestRetry(name)).toBe(seconds);
});

test.each(['Upgrade the agents', 'Settle the batch'].flatMap((name) => [name, `${name} (child)`]))(
  '"%s" is retried at random times, since a hundred batches may fail at once',
  (name) => {
    expect(state(name).Retry.map(({ JitterStrategy }) => JitterStrategy)).toEqual(['FULL']);
  },
);

test.each(['Upgrade the agents', 'Settle the batch'].flatMap((name) => [name, `${name} (child)`]))(
  '"%s" puts its answer and its error into one place, so that the latest counts',
  (name) => {
    const { ResultPath, Catch } = state(name);
    expect(Catch.map((caught) => caught.ResultPath)).toEqual([ResultPath]);
  },
);

test('the pace of the environment is the pace of the machine', () => {
  const pace = { ...environmentSettings('dev').pace, wakeSeconds: 7, firstPollSeconds: 3 };
  const paced = machineOf(new Synthesized({ pace }));
  expect(paced.state('Upgrade the agents')).toMatchObject({ TimeoutSeconds: 7 });
  expect(paced.state('Wait for the last batches')).toMatchObject({ Seconds: 3 });
});

test('failures are logged, without what executions carry', () => {
  expect(stack.one('AWS::StepFunctions::StateMachine').Properties).toMatchObject({
    StateMachineType: 'STANDARD',
    LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
  });
});
