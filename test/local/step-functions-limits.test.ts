import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../local/step-functions/json.ts';
import {
  DISTRIBUTED,
  functionArn,
  Harness,
  INLINE,
  mapMachine,
  numbers,
  output,
  requireUsedValid,
  types,
} from './step-functions-fixtures.ts';

const work = { Work: { Type: 'Task', Resource: functionArn('work'), End: true } };
const pass = { Keep: { Type: 'Pass', End: true } };

describe('256 KiB', () => {
  const limit = 262_144;
  /** JSON text of exactly so many bytes, of which some characters take three. */
  const ofBytes = (bytes: number) => '€'.repeat(Math.floor((bytes - 2) / 3)) + 'x'.repeat((bytes - 2) % 3);
  const machine = (fields: object) => ({
    StartAt: 'Work',
    States: {
      Work: { Type: 'Task', Resource: functionArn('work'), Next: 'End', ...fields },
      End: { Type: 'Succeed' },
    },
  });
  const caught = (name: string) => machine({ Catch: [{ ErrorEquals: [name], ResultPath: null, Next: 'End' }] });

  test.each<[why: string, definition: object, answer: Json, expected: object]>([
    ['are a result', machine({}), ofBytes(limit), { status: 'SUCCEEDED' }],
    [
      'and a byte are none',
      machine({}),
      ofBytes(limit + 1),
      { status: 'FAILED', failure: { error: 'States.DataLimitExceeded' } },
    ],
    ['and a byte are not caught by States.ALL', caught('States.ALL'), ofBytes(limit + 1), { status: 'FAILED' }],
    [
      'and a byte are caught by their name',
      caught('States.DataLimitExceeded'),
      ofBytes(limit + 1),
      { status: 'SUCCEEDED' },
    ],
    [
      'are a result of which a part is kept',
      machine({ ResultSelector: { a: 1 } }),
      ofBytes(limit),
      { status: 'SUCCEEDED' },
    ],
    [
      'hold for the output with the input',
      machine({ ResultPath: '$.r' }),
      ofBytes(limit),
      { status: 'FAILED', failure: { error: 'States.DataLimitExceeded' } },
    ],
  ])('%s', async (_, definition, answer, expected) => {
    expect(await new Harness(definition, { work: () => answer }).run({})).toMatchObject(expected);
  });

  test('are told as what the function failed for', async () => {
    const { history } = await new Harness(machine({}), { work: () => ofBytes(limit + 1) }).run({});
    const cause = `The state/task '${functionArn('work')}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    expect(history.at(-2)).toMatchObject({
      type: 'LambdaFunctionFailed',
      details: { lambdaFunctionFailedEventDetails: { error: 'States.DataLimitExceeded', cause } },
    });
  });

  test('hold for the payload', async () => {
    const Parameters = { 'a.$': '$.text', 'b.$': '$.text' };
    const harness = new Harness(machine({ Parameters }), { work: () => null });
    const { failure } = await harness.run({ text: ofBytes(limit / 2 + 100) });
    expect(failure?.error).toBe('States.DataLimitExceeded');
    expect(harness.calls).toEqual([]);
  });

  test('hold for the input of an execution', () => {
    const harness = new Harness(machine({}), { work: () => null });
    expect(() => harness.start(ofBytes(limit + 1))).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(harness.start(ofBytes(limit)).status).toBe('RUNNING');
  });
});

describe('256 KiB in a map', () => {
  const large = 'x'.repeat(200_000);
  const tooLarge = { status: 'FAILED', failure: { error: 'States.DataLimitExceeded' } };

  test.each([INLINE, DISTRIBUTED])('hold for the input of an item: %j', async (mode) => {
    const ItemSelector = { 'a.$': '$.large', 'b.$': '$.large' };
    const harness = new Harness(mapMachine(mode, work, { ItemsPath: '$.items', ItemSelector }), { work: () => null });
    expect(await harness.run({ items: [1], large })).toMatchObject(tooLarge);
    expect(harness.calls).toEqual([]);
  });

  test.each([INLINE, DISTRIBUTED])('hold for all results together, also where they are dropped: %j', async (mode) => {
    const harness = new Harness(mapMachine(mode, work, { ResultPath: null }), { work: () => large });
    expect(await harness.run([1])).toMatchObject({ status: 'SUCCEEDED' });
    expect(await harness.run([1, 2])).toMatchObject(tooLarge);
  });
});

describe('25,000 events', () => {
  /** Each item has 4 events, beside 6 of the execution and of the map. */
  test.each<[items: number, status: string]>([
    [6_248, 'SUCCEEDED'],
    [6_249, 'FAILED'],
  ])('hold %j items of an inline map: %s', async (items, status) => {
    const execution = await new Harness(mapMachine(INLINE, pass)).run(numbers(items));
    expect(execution.status).toBe(status);
    expect(execution.history.length).toBe(Math.min(25_000, items * 4 + 6));
  });

  test('are the end of an execution, whatever it would catch', async () => {
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          ...mapMachine(INLINE, pass).States['Each'],
          End: true,
          Retry: [{ ErrorEquals: ['States.ALL'] }],
        },
      },
    };
    const execution = await new Harness(definition).run(numbers(10_000));
    expect(execution.failure).toEqual({
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(types(execution).at(-1)).toBe('ExecutionFailed');
  });

  test('may be used up by a loop', async () => {
    const definition = {
      StartAt: 'Turn',
      States: {
        Turn: { Type: 'Pass', Next: 'Again?' },
        'Again?': { Type: 'Choice', Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'Stop' }], Default: 'Turn' },
        Stop: { Type: 'Succeed' },
      },
    };
    const execution = await new Harness(definition).run({});
    expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'States.Runtime' } });
    expect(execution.history.length).toBe(25_000);
  });

  test('are no limit of a distributed map: each child has its own', async () => {
    const execution = await new Harness(mapMachine(DISTRIBUTED, pass)).run(numbers(10_000));
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(execution.history.length).toBe(8);
    expect(output(execution)).toEqual(numbers(10_000));
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
