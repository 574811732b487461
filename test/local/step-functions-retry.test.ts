import { describe, expect, test } from '@jest/globals';
import { type Failure, FunctionError } from '../../local/step-functions/failure.ts';
import { covers } from '../../local/step-functions/retry.ts';
import { failing, functionArn, Harness, only, output, requireUsedValid, types } from './step-functions-fixtures.ts';

const task = (fields: object) => only({ Type: 'Task', Resource: functionArn('work'), ...fields });
const error = (name: string) => () => new FunctionError(name, 'It did not work.');

describe('error names', () => {
  const timeout: Failure = { error: 'States.Timeout' };
  test.each<[names: string[], failure: Failure, covered: boolean]>([
    [['A'], { error: 'A' }, true],
    [['A'], { error: 'B' }, false],
    [['A', 'B'], { error: 'B' }, true],
    [['States.ALL'], { error: 'A' }, true],
    [['States.ALL'], {}, true],
    [['States.ALL'], timeout, true],
    [['States.ALL'], { error: 'States.DataLimitExceeded' }, false],
    [['States.ALL'], { error: 'States.Runtime' }, false],
    [['States.TaskFailed'], { error: 'A' }, true],
    [['States.TaskFailed'], timeout, false],
    [['States.TaskFailed'], { error: 'States.DataLimitExceeded' }, false],
    [['States.TaskFailed'], { error: 'States.Runtime' }, false],
    [['States.Timeout'], timeout, true],
    [['States.HeartbeatTimeout'], timeout, false],
    [['States.HeartbeatTimeout'], { ...timeout, missedHeartbeat: true }, true],
    [['States.Timeout'], { ...timeout, missedHeartbeat: true }, true],
    [['States.DataLimitExceeded'], { error: 'States.DataLimitExceeded' }, true],
    [['States.Runtime'], { error: 'States.Runtime' }, false],
  ])('%j of %j: %j', (names, failure, covered) => {
    expect(covers(names, failure)).toBe(covered);
  });
});

describe('a retrier', () => {
  test.each<[why: string, retrier: object, seconds: readonly number[]]>([
    ['by default tries three times more, after 1, 2 and 4 s', {}, [0, 1, 3, 7]],
    ['waits as long as it says', { IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 2 }, [0, 10, 20]],
    ['backs off as it says', { IntervalSeconds: 2, BackoffRate: 1.5, MaxAttempts: 3 }, [0, 2, 5, 9.5]],
    [
      'waits no longer than its maximum',
      { IntervalSeconds: 5, MaxDelaySeconds: 12, MaxAttempts: 4 },
      [0, 5, 15, 27, 39],
    ],
    ['tries never again where it has no attempts', { MaxAttempts: 0 }, [0]],
    ['without jitter waits in full', { JitterStrategy: 'NONE', MaxAttempts: 1 }, [0, 1]],
  ])('%s', async (_, retrier, seconds) => {
    const functions = { work: failing(99, error('Broken')) };
    const harness = new Harness(task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] }), functions);
    expect(await harness.run()).toMatchObject({ status: 'FAILED', failure: { error: 'Broken' } });
    expect(harness.calls.map(({ at }) => at)).toEqual(seconds);
  });

  test.each<[byte: number, seconds: number]>([
    [0x00, 0],
    [0x80, 4],
  ])('with full jitter waits any part of its time: chance %j', async (byte, seconds) => {
    const retrier = { ErrorEquals: ['States.ALL'], IntervalSeconds: 8, MaxAttempts: 1, JitterStrategy: 'FULL' };
    const random = (size: number) => Buffer.from([byte, ...Array(size - 1).fill(0)]);
    const harness = new Harness(task({ Retry: [retrier] }), { work: failing(99, error('Broken')) }, { random });
    await harness.run();
    expect(harness.calls.map(({ at }) => at)).toEqual([0, seconds]);
  });

  test('counts for itself, and the first one that covers the error decides', async () => {
    const errors = ['A', 'B', 'A', 'B', 'A', 'C'];
    const work = failing(99, () => new FunctionError(errors.shift() ?? 'Z', ''));
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 3 },
      { ErrorEquals: ['B'], IntervalSeconds: 100, MaxAttempts: 2 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1000, MaxAttempts: 1 },
    ];
    const harness = new Harness(task({ Retry }), { work });
    expect(await harness.run()).toMatchObject({ status: 'FAILED', failure: { error: 'Z' } });
    // A waits 1, 2 and 4 s, B 100 and 200 s, C 1,000 s; and Z finds the last retrier used up.
    expect(harness.calls.map(({ at }) => at)).toEqual([0, 1, 101, 103, 303, 307, 1307]);
  });

  test('that is used up hands the error on to no other', async () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }];
    const harness = new Harness(task({ Retry }), { work: failing(99, error('A')) });
    await harness.run();
    expect(harness.calls.length).toBe(2);
  });

  test('begins anew each time that the state is entered', async () => {
    const definition = {
      StartAt: 'Work',
      States: {
        Work: {
          Type: 'Task',
          Resource: functionArn('work'),
          Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
          ResultPath: '$.done',
          Next: 'Again?',
        },
        'Again?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.done', BooleanEquals: false, Next: 'Work' }],
          Default: 'End',
        },
        End: { Type: 'Succeed' },
      },
    };
    const answers = [error('A'), false, error('A'), true];
    const work = () => {
      const answer = answers.shift();
      if (typeof answer === 'function') throw answer();
      return answer;
    };
    const harness = new Harness(definition, { work });
    expect((await harness.run()).status).toBe('SUCCEEDED');
    expect(harness.calls.map(({ at }) => at)).toEqual([0, 1, 1, 2]);
  });

  test('leaves its trace in history, in the context object and on the bill', async () => {
    const Parameters = { 'count.$': '$$.State.RetryCount' };
    const definition = task({ Parameters, Retry: [{ ErrorEquals: ['States.ALL'] }] });
    const harness = new Harness(definition, { work: failing(2, error('Broken'), 'done') });
    const execution = await harness.run();
    expect(types(execution)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed'],
      ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed'],
      ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'],
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(harness.calls.map(({ payload }) => payload)).toEqual([{ count: 0 }, { count: 1 }, { count: 2 }]);
    expect(harness.service.transitions).toBe(3);
  });
});

describe('a catcher', () => {
  const definition = (Catch: object[], more: object = {}) => ({
    StartAt: 'Work',
    States: {
      Work: { Type: 'Task', Resource: functionArn('work'), Catch, Next: 'Fine', ...more },
      Fine: { Type: 'Succeed' },
      First: { Type: 'Pass', ResultPath: '$.by', Result: 'first', End: true },
      Second: { Type: 'Pass', ResultPath: '$.by', Result: 'second', End: true },
    },
  });
  const cause = JSON.stringify({ errorType: 'A', errorMessage: 'It did not work.', trace: [] });
  const first = { ErrorEquals: ['A'], ResultPath: '$.error', Next: 'First' };
  const second = { ErrorEquals: ['States.ALL'], Next: 'Second' };
  const input = { job: 'j1' };

  test.each([
    ['puts the error where it says', 'A', { job: 'j1', error: { Error: 'A', Cause: cause }, by: 'first' }],
    ['replaces the input by default', 'B', { Error: 'B', Cause: cause.replace('"A"', '"B"'), by: 'second' }],
  ])('%s', async (_, name, expected) => {
    const functions = { work: failing(1, error(name)) };
    expect(output(await new Harness(definition([first, second]), functions).run(input))).toEqual(expected);
  });

  test('may keep the error to itself', async () => {
    const functions = { work: failing(1, error('A')) };
    const definitions = definition([{ ...first, ResultPath: null }, second]);
    expect(output(await new Harness(definitions, functions).run(input))).toEqual({ job: 'j1', by: 'first' });
  });

  test('comes after all retries', async () => {
    const functions = { work: failing(99, error('A')) };
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 2 }];
    const harness = new Harness(definition([first, second], { Retry }), functions);
    expect(types(await harness.run(input)).slice(-5)).toEqual([
      'LambdaFunctionFailed',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(harness.calls.length).toBe(3);
  });

  test('that finds no place for the error fails the execution, and does not catch itself', async () => {
    const misplaced = { ErrorEquals: ['States.ALL'], ResultPath: '$.job.error', Next: 'Second' };
    const functions = { work: failing(1, error('B')) };
    const { failure } = await new Harness(definition([first, misplaced]), functions).run(input);
    expect(failure?.error).toBe('States.ResultPathMatchFailure');
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
