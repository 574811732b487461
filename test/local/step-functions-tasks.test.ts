import { describe, expect, test } from '@jest/globals';
import { FunctionError } from '../../local/step-functions/failure.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { functionArn, Harness, line, only, output, requireUsedValid, types } from './step-functions-fixtures.ts';

const never = () => new Promise(() => {});
const task = (fields: object = {}) => only({ Type: 'Task', Resource: functionArn('work'), ...fields });

describe('a function task', () => {
  test('is told step by step', async () => {
    const harness = new Harness(task({ TimeoutSeconds: 30 }), { work: () => ({ done: true }) });
    const execution = await harness.run({ job: 'j1' });
    expect(line(execution)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 LambdaFunctionScheduled',
      '4 3 LambdaFunctionStarted',
      '5 4 LambdaFunctionSucceeded',
      '6 5 TaskStateExited',
      '7 6 ExecutionSucceeded',
    ]);
    expect(execution.history.map(({ details }) => details).slice(1, 6)).toEqual([
      { stateEnteredEventDetails: { name: 'Only', input: '{"job":"j1"}', inputDetails: { truncated: false } } },
      {
        lambdaFunctionScheduledEventDetails: {
          resource: functionArn('work'),
          input: '{"job":"j1"}',
          inputDetails: { truncated: false },
          timeoutInSeconds: 30,
        },
      },
      {},
      { lambdaFunctionSucceededEventDetails: { output: '{"done":true}', outputDetails: { truncated: false } } },
      { stateExitedEventDetails: { name: 'Only', output: '{"done":true}', outputDetails: { truncated: false } } },
    ]);
  });

  test.each<[why: string, thrown: unknown, error: string, cause: object]>([
    [
      'a FunctionError',
      new FunctionError('Throttled', 'Later.', ['at once']),
      'Throttled',
      { errorType: 'Throttled', errorMessage: 'Later.', trace: ['at once'] },
    ],
    [
      'its look-alike',
      Object.assign(new Error('x'), { errorType: 'Odd', errorMessage: 'y' }),
      'Odd',
      { errorType: 'Odd', errorMessage: 'y', trace: [] },
    ],
    [
      'any other error',
      new RangeError('Too far.'),
      'RangeError',
      { errorType: 'RangeError', errorMessage: 'Too far.' },
    ],
    ['what is no error', 'only text', 'string', { errorType: 'string', errorMessage: 'only text', trace: [] }],
  ])('that throws %s fails with its name, and with what Lambda says as the cause', async (_, thrown, error, cause) => {
    const work = () => {
      throw thrown;
    };
    const { status, failure } = await new Harness(task(), { work }).run();
    expect({ status, error: failure?.error }).toEqual({ status: 'FAILED', error });
    expect(JSON.parse(failure?.cause ?? '')).toMatchObject(cause);
  });

  test('times out, and is not heard any more', async () => {
    let answer: (value: Json) => void = () => {};
    const work = () => new Promise<Json>((resolve) => (answer = resolve));
    const harness = new Harness(task({ TimeoutSeconds: 30 }), { work });
    const execution = await harness.run();
    expect(harness.seconds()).toBe(30);
    answer('late');
    await harness.clock.run();
    expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'States.Timeout' } });
    expect(line(execution).slice(-2)).toEqual(['5 4 LambdaFunctionTimedOut', '6 5 ExecutionFailed']);
    expect(execution.history.at(-2)?.details).toEqual({
      lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  test('has its whole timeout again for each retry', async () => {
    const definition = task({ TimeoutSeconds: 30, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2 }] });
    const harness = new Harness(definition, { work: never });
    await harness.run();
    expect(harness.calls.map(({ at }) => at)).toEqual([0, 31, 63]);
    expect(harness.seconds()).toBe(93);
  });

  test('gets a payload of its own: what it does to it changes nothing', async () => {
    const work = (payload: Json) => {
      Reflect.set(Object(payload), 'job', 'changed');
      return payload;
    };
    const execution = await new Harness(task({ ResultPath: '$.result' }), { work }).run({ job: 'j1' });
    expect(output(execution)).toEqual({ job: 'j1', result: { job: 'changed' } });
  });

  test('answers what its answer is as JSON', async () => {
    const work = () => ({ at: new Date(0), none: undefined, list: [undefined] });
    expect(output(await new Harness(task(), { work }).run())).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [null] });
    expect(output(await new Harness(task(), { work: () => undefined }).run())).toBeNull();
  });

  test.each<[why: string, value: Json]>([
    ['negative', -1],
    ['zero', 0],
    ['broken', 1.5],
    ['no number', '30'],
    ['null', null],
  ])('with a timeout by path that is %s fails the execution', async (_, seconds) => {
    const harness = new Harness(task({ TimeoutSecondsPath: '$.seconds' }), { work: never });
    expect((await harness.run({ seconds })).failure?.error).toBe('States.Runtime');
  });

  test('takes its timeout from a path', async () => {
    const harness = new Harness(task({ TimeoutSecondsPath: '$.seconds' }), { work: never });
    expect((await harness.run({ seconds: 45 })).failure?.error).toBe('States.Timeout');
    expect(harness.seconds()).toBe(45);
  });
});

describe('a wait', () => {
  test.each<[why: string, state: object, input: Json, seconds: number]>([
    ['of some seconds', { Seconds: 90 }, {}, 90],
    ['of no time', { Seconds: 0 }, {}, 0],
    ['by a path', { SecondsPath: '$.s' }, { s: 12 }, 12],
    ['of no time by a path', { SecondsPath: '$.s' }, { s: 0 }, 0],
    ['until a time', { Timestamp: '2026-03-01T12:10:00Z' }, {}, 600],
    ['until a time elsewhere', { Timestamp: '2026-03-01T14:10:00+02:00' }, {}, 600],
    ['until a time by a path', { TimestampPath: '$.t' }, { t: '2026-03-01T12:00:00.500Z' }, 0.5],
    ['until a time that has passed', { TimestampPath: '$.t' }, { t: '2026-02-01T12:00:00Z' }, 0],
    ['of three days', { Seconds: 3 * 86_400 }, {}, 3 * 86_400],
  ])('%s', async (_, state, input, seconds) => {
    const harness = new Harness(only({ Type: 'Wait', ...state }));
    const execution = await harness.run(input);
    expect(output(execution)).toEqual(input);
    expect(harness.seconds()).toBe(seconds);
    expect(types(execution).slice(1, 3)).toEqual(['WaitStateEntered', 'WaitStateExited']);
  });

  test.each<[why: string, state: object, input: Json]>([
    ['negative seconds', { SecondsPath: '$.v' }, { v: -1 }],
    ['half a second', { SecondsPath: '$.v' }, { v: 1.5 }],
    ['seconds as text', { SecondsPath: '$.v' }, { v: '1' }],
    ['no seconds', { SecondsPath: '$.v' }, {}],
    ['more than 99,999,999 seconds', { SecondsPath: '$.v' }, { v: 100_000_000 }],
    ['a time without T', { TimestampPath: '$.v' }, { v: '2026-03-01 12:00:00Z' }],
    ['a time without offset', { TimestampPath: '$.v' }, { v: '2026-03-01T12:00:00' }],
    ['a month 13', { TimestampPath: '$.v' }, { v: '2026-13-01T12:00:00Z' }],
    ['a number as time', { TimestampPath: '$.v' }, { v: 1 }],
    ['no time', { TimestampPath: '$.v' }, {}],
  ])('for %s fails the execution', async (_, state, input) => {
    const execution = await new Harness(only({ Type: 'Wait', ...state })).run(input);
    expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'States.Runtime' } });
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
