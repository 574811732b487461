import { describe, expect, test } from '@jest/globals';
import { FunctionError } from '../../local/step-functions/failure.ts';
import type { Json } from '../../local/step-functions/json.ts';
import {
  countingBytes,
  DISTRIBUTED,
  type Functions,
  functionArn,
  Harness,
  INLINE,
  line,
  mapMachine,
  numbers,
  output,
  requireUsedValid,
  types,
} from './step-functions-fixtures.ts';

const work = { Work: { Type: 'Task', Resource: functionArn('work'), End: true } };
const pass = { Keep: { Type: 'Pass', End: true } };

describe.each([
  ['an inline map', INLINE],
  ['a distributed map', DISTRIBUTED],
])('%s', (_, mode) => {
  test.each<[why: string, fields: object, input: Json, expected: Json]>([
    ['answers in the order of its items', {}, ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['of nothing answers nothing', {}, [], []],
    ['keeps null', {}, [null, 1], [null, 1]],
    ['finds its items by a path', { ItemsPath: '$.list' }, { list: [1, 2] }, [1, 2]],
    [
      'selects what an item is',
      {
        ItemsPath: '$.list',
        ItemSelector: { 'job.$': '$.job', 'n.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', polls: 0 },
      },
      { job: 'j1', list: [7, 8] },
      [
        { job: 'j1', n: 7, at: 0, polls: 0 },
        { job: 'j1', n: 8, at: 1, polls: 0 },
      ],
    ],
    [
      'puts its results where it says',
      { ItemsPath: '$.list', ResultPath: '$.done' },
      { list: [1] },
      { list: [1], done: [1] },
    ],
    ['may drop its results', { ItemsPath: '$.list', ResultPath: null }, { list: [1] }, { list: [1] }],
  ])('%s', async (_, fields, input, expected) => {
    expect(output(await new Harness(mapMachine(mode, pass, fields)).run(input))).toEqual(expected);
  });

  test('keeps the order of its items whoever is first', async () => {
    const slow = { Pause: { Type: 'Wait', SecondsPath: '$', End: true } };
    const harness = new Harness(mapMachine(mode, slow));
    expect(output(await harness.run([30, 10, 20]))).toEqual([30, 10, 20]);
    expect(harness.seconds()).toBe(30);
  });

  test.each<[why: string, fields: object, most: number, seconds: number]>([
    ['one', { MaxConcurrency: 1 }, 1, 100],
    ['three', { MaxConcurrency: 3 }, 3, 40],
    ['as many as its input says', { MaxConcurrencyPath: '$.most' }, 4, 30],
    ['as many as there are', { MaxConcurrency: 0 }, 10, 10],
  ])('runs %s at the same time', async (_, fields, most, seconds) => {
    let running = 0;
    let seen = 0;
    const harness: Harness = new Harness(
      mapMachine(mode, work, { ItemsPath: '$.items', ResultPath: null, ...fields }),
      {
        work: async () => {
          running++;
          seen = Math.max(seen, running);
          await new Promise<void>((resolve) => harness.clock.schedule(10_000, resolve));
          running--;
        },
      },
    );
    await harness.run({ items: numbers(10), most: 4 });
    expect({ seen, seconds: harness.seconds() }).toEqual({ seen: most, seconds });
  });

  test.each<[why: string, fields: object, input: Json]>([
    ['whose items are no list', { ItemsPath: '$.items' }, { items: {} }],
    ['without items', { ItemsPath: '$.items' }, {}],
    ['whose concurrency is no number', { ItemsPath: '$.items', MaxConcurrencyPath: '$.n' }, { items: [1], n: 'two' }],
    ['whose concurrency is negative', { ItemsPath: '$.items', MaxConcurrencyPath: '$.n' }, { items: [1], n: -1 }],
    ['whose selector leads to nothing', { ItemsPath: '$.items', ItemSelector: { 'a.$': '$.a' } }, { items: [1] }],
  ])('%s fails the execution', async (_, fields, input) => {
    const execution = await new Harness(mapMachine(mode, pass, fields)).run(input);
    expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'States.Runtime' } });
  });
});

describe('an inline map', () => {
  test('is told step by step', async () => {
    const execution = await new Harness(mapMachine(INLINE, pass, { MaxConcurrency: 1 })).run(['a', 'b']);
    expect(line(execution)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapIterationStarted',
      '5 4 PassStateEntered',
      '6 5 PassStateExited',
      '7 6 MapIterationSucceeded',
      '8 6 MapIterationStarted',
      '9 8 PassStateEntered',
      '10 9 PassStateExited',
      '11 10 MapIterationSucceeded',
      '12 11 MapStateSucceeded',
      '13 11 MapStateExited',
      '14 13 ExecutionSucceeded',
    ]);
    const details = execution.history.map((event) => event.details);
    expect(details[2]).toEqual({ mapStateStartedEventDetails: { length: 2 } });
    expect(details[7]).toEqual({ mapIterationStartedEventDetails: { name: 'Each', index: 1 } });
    expect(details[10]).toEqual({ mapIterationSucceededEventDetails: { name: 'Each', index: 1 } });
  });

  const oneFails: Functions = {
    work: (payload) => {
      if (payload === 1) throw new FunctionError('Broken', 'It did not work.');
      return new Promise(() => {});
    },
  };

  test('fails with its first item that fails, and stops the others', async () => {
    const execution = await new Harness(mapMachine(INLINE, work), oneFails).run([0, 1, 2]);
    expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'Broken' } });
    // As AWS tells it: the event of the failure is what all of the end follows.
    const failed = execution.history.findIndex(({ type }) => type === 'LambdaFunctionFailed') + 1;
    expect(line(execution).slice(failed)).toEqual([
      `${failed + 1} ${failed} MapIterationFailed`,
      `${failed + 2} ${failed} TaskStateAborted`,
      `${failed + 3} ${failed} MapIterationAborted`,
      `${failed + 4} ${failed} TaskStateAborted`,
      `${failed + 5} ${failed} MapIterationAborted`,
      `${failed + 6} ${failed} TaskStateAborted`,
      `${failed + 7} ${failed} MapStateFailed`,
      `${failed + 8} ${failed + 7} ExecutionFailed`,
    ]);
  });

  test('starts no further item after one has failed', async () => {
    const harness = new Harness(mapMachine(INLINE, work, { MaxConcurrency: 2 }), oneFails);
    await harness.run(numbers(9));
    expect(harness.calls.map(({ payload }) => payload)).toEqual([0, 1]);
  });

  test('is tried again from its first item', async () => {
    let turn = 0;
    const functions = {
      work: (payload: Json) => {
        if (payload === 1 && turn++ === 0) throw new Error('the first time');
        return payload;
      },
    };
    const harness = new Harness(mapMachine(INLINE, work, { Retry: [{ ErrorEquals: ['States.ALL'] }] }), functions);
    const execution = await harness.run([0, 1]);
    expect(output(execution)).toEqual([0, 1]);
    expect(harness.calls.map(({ payload, at }) => [payload, at])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(types(execution).filter((type) => type.startsWith('MapState'))).toEqual([
      ...['MapStateEntered', 'MapStateStarted', 'MapStateStarted', 'MapStateSucceeded', 'MapStateExited'],
    ]);
  });

  test('that fails can be caught', async () => {
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          ...mapMachine(INLINE, { Stop: { Type: 'Fail', Error: 'Stopped', Cause: 'By itself.' } }).States['Each'],
          ResultPath: null,
          Catch: [{ ErrorEquals: ['Stopped'], Next: 'Caught' }],
        },
        Caught: { Type: 'Succeed' },
      },
    };
    const execution = await new Harness(definition).run([0]);
    expect(output(execution)).toEqual({ Error: 'Stopped', Cause: 'By itself.' });
    expect(line(execution).slice(3, 8)).toEqual([
      '4 3 MapIterationStarted',
      '5 4 FailStateEntered',
      '6 5 MapIterationFailed',
      '7 5 MapStateFailed',
      '8 7 MapStateExited',
    ]);
  });

  test('that fails and is caught has stopped its other items', async () => {
    const states = {
      Pause: { Type: 'Wait', SecondsPath: '$', Next: 'Work' },
      Work: { Type: 'Task', Resource: functionArn('work'), End: true },
    };
    const { Each } = mapMachine(INLINE, states).States;
    const definition = {
      StartAt: 'Each',
      States: {
        Each: { ...Each, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rest' }] },
        Rest: { Type: 'Wait', Seconds: 600, End: true },
      },
    };
    const work = (payload: Json) => (payload === 1 ? Promise.reject(new Error('no')) : payload);
    const harness = new Harness(definition, { work });
    expect((await harness.run([1, 60])).status).toBe('SUCCEEDED');
    expect(harness.calls.map(({ payload }) => payload)).toEqual([1]);
  });

  test('in which a failure is caught goes on with the other items', async () => {
    const states = {
      Work: { ...work.Work, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Leave it' }] },
      'Leave it': { Type: 'Pass', OutputPath: null, End: true },
    };
    const functions = { work: (payload: Json) => (payload === 1 ? Promise.reject(new Error('no')) : payload) };
    expect(output(await new Harness(mapMachine(INLINE, states), functions).run([0, 1, 2]))).toEqual([0, {}, 2]);
  });

  test('runs 40 iterations at the same time at most, as on AWS', async () => {
    const harness = new Harness(mapMachine(INLINE, work, { MaxConcurrency: 100 }), {
      work: () => new Promise(() => {}),
    });
    harness.start(numbers(100));
    await harness.settle();
    expect(harness.calls.length).toBe(40);
  });

  test('in a map runs for each of its items', async () => {
    const inner = {
      Inner: { Type: 'Map', ItemProcessor: { StartAt: 'Keep', States: pass }, End: true },
    };
    const execution = await new Harness(mapMachine(INLINE, inner)).run([[1, 2], [], [3]]);
    expect(output(execution)).toEqual([[1, 2], [], [3]]);
  });

  test('stops with its execution', async () => {
    const harness = new Harness(mapMachine(INLINE, work), {
      work: () => new Promise((resolve) => harness.clock.schedule(9_000, () => resolve(1))),
    });
    const execution = harness.start([0, 1]);
    await harness.settle();
    harness.service.stopExecution(execution.arn);
    await harness.clock.run();
    expect(line(execution).at(-1)).toMatch(/^\d+ 0 ExecutionAborted$/);
  });
});

describe('a distributed map', () => {
  test('is told step by step, and has children with a history of their own', async () => {
    const harness = new Harness(mapMachine(DISTRIBUTED, pass, { Label: 'batches' }));
    const execution = await harness.run(['a', 'b']);
    expect(line(execution)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunSucceeded',
      '6 5 MapStateSucceeded',
      '7 5 MapStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    const mapRunArn = execution.history[3]?.details.mapRunStartedEventDetails?.mapRunArn ?? '';
    expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:111122223333:mapRun:machine\/batches:[0-9a-f-]{36}$/);
    const [second, first] = harness.service.executions({ of: mapRunArn }).items;
    expect(first).toMatchObject({
      status: 'SUCCEEDED',
      mapRunArn,
      machine: { arn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine/batches' },
      input: { text: '"a"' },
    });
    expect(first?.arn).toBe(`arn:aws:states:eu-west-1:111122223333:execution:machine/batches:${first?.name}`);
    expect(second?.history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(harness.service.executions({ of: harness.machine.arn }).items).toEqual([execution]);
    expect(harness.service.transitions).toBe(3);
  });

  const failsAbove = (limit: number): Functions => ({
    work: (payload) => {
      if (typeof payload === 'number' && payload >= limit) throw new Error('too many');
      return payload;
    },
  });

  test.each<[why: string, fields: object, fail: number, expected: object]>([
    [
      'tolerates nothing by default',
      {},
      1,
      { status: 'FAILED', failure: { error: 'States.ExceedToleratedFailureThreshold' } },
    ],
    [
      'tolerates as much as it says',
      { ToleratedFailurePercentage: 20 },
      2,
      { status: 'SUCCEEDED', output: { text: JSON.stringify(numbers(8)) } },
    ],
    ['tolerates no more than it says', { ToleratedFailurePercentage: 20 }, 3, { status: 'FAILED' }],
    [
      'tolerates everything at 100 %',
      { ToleratedFailurePercentage: 100 },
      10,
      { status: 'SUCCEEDED', output: { text: '[]' } },
    ],
  ])('%s', async (_, fields, fail, expected) => {
    const harness = new Harness(mapMachine(DISTRIBUTED, work, fields), failsAbove(10 - fail));
    expect(await harness.run(numbers(10))).toMatchObject(expected);
  });

  test('that fails is told so, and stops its children', async () => {
    const harness = new Harness(mapMachine(DISTRIBUTED, work), {
      work: (payload) => (payload === 1 ? Promise.reject(new Error('no')) : new Promise(() => {})),
    });
    const execution = await harness.run([0, 1, 2]);
    expect(line(execution).slice(3)).toEqual([
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
    ]);
    const mapRunArn = execution.history[3]?.details.mapRunStartedEventDetails?.mapRunArn ?? '';
    const children = harness.service.executions({ of: mapRunArn }).items;
    expect(children.map(({ status }) => status)).toEqual(['ABORTED', 'FAILED', 'ABORTED']);
  });

  test('counts a child that somebody stopped as failed, and goes on', async () => {
    const slow = { Pause: { Type: 'Wait', Seconds: 60, End: true } };
    const harness = new Harness(mapMachine(DISTRIBUTED, slow, { ToleratedFailurePercentage: 50 }));
    const execution = harness.start([0, 1]);
    await harness.settle();
    const mapRunArn = execution.history[3]?.details.mapRunStartedEventDetails?.mapRunArn ?? '';
    const [second] = harness.service.executions({ of: mapRunArn }).items;
    harness.service.stopExecution(second?.arn ?? '');
    await harness.clock.run();
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { value: [0] } });
  });

  test('stops its children with its execution', async () => {
    const slow = { Pause: { Type: 'Wait', Seconds: 60, End: true } };
    const harness = new Harness(mapMachine(DISTRIBUTED, slow));
    const execution = harness.start([0, 1]);
    await harness.settle();
    harness.service.stopExecution(execution.arn);
    await harness.clock.run();
    const mapRunArn = execution.history[3]?.details.mapRunStartedEventDetails?.mapRunArn ?? '';
    const children = harness.service.executions({ of: mapRunArn }).items;
    expect(children.map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
    expect(harness.seconds()).toBe(0);
  });
});

test('10,000 items leave the event loop its turns, and use no timer each', async () => {
  let begun = 0;
  const bytes = countingBytes();
  const random = (size: number) => {
    begun++;
    return bytes(size);
  };
  const harness = new Harness(mapMachine(DISTRIBUTED, pass), {}, { random });
  let timers = 0;
  const schedule = harness.clock.schedule.bind(harness.clock);
  harness.clock.schedule = (delayMs, callback) => {
    timers++;
    return schedule(delayMs, callback);
  };
  const turns: number[] = [];
  const execution = harness.start(numbers(10_000));
  const turn = () => {
    turns.push(begun);
    if (execution.status === 'RUNNING') setImmediate(turn);
  };
  setImmediate(turn);
  await harness.clock.run();
  expect(execution.status).toBe('SUCCEEDED');
  expect(timers).toBeLessThan(50);
  // Each child takes random bytes for its name: some hundreds begin in one turn, and never all.
  const most = Math.max(...turns.map((count, index) => count - (turns[index - 1] ?? 0)));
  expect(most).toBeLessThan(2_000);
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
