import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../local/step-functions/json.ts';
import { Harness, output, requireUsedValid, types } from './step-functions-fixtures.ts';

/** A machine that says whether a condition holds. */
const asking = (condition: object, more: object = { Default: 'No' }) => ({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Choice', Choices: [{ ...condition, Next: 'Yes' }], ...more },
    Yes: { Type: 'Pass', Result: true, End: true },
    ...(Object.keys(more).length === 0 ? {} : { No: { Type: 'Pass', Result: false, End: true } }),
  },
});

const answer = async (condition: object, input: Json) => output(await new Harness(asking(condition)).run(input));

describe('a choice', () => {
  test.each<[operator: string, expected: Json, holds: readonly Json[], fails: readonly Json[]]>([
    ['StringEquals', 'a', ['a'], ['A', '', 1, null, ['a'], {}]],
    ['NumericEquals', 1, [1, 1.0], [2, '1', true, null]],
    ['NumericLessThan', 3, [2, -1], [3, 4, '2', null]],
    ['NumericLessThanEquals', 3, [2, 3], [3.1, '3']],
    ['NumericGreaterThan', 3, [4], [3, 2, '4']],
    ['NumericGreaterThanEquals', 3, [4, 3], [2.9, '4']],
    ['BooleanEquals', true, [true], [false, 'true', 1, null]],
    ['BooleanEquals', false, [false], [true, 0, null]],
    ['IsNull', true, [null], [0, '', false]],
    ['IsNull', false, [0, ''], [null]],
    ['IsString', true, ['', 'a'], [0, null]],
    ['IsNumeric', true, [0, 1.5], ['0', null]],
    ['IsBoolean', true, [true, false], [0, 'true']],
    ['IsBoolean', false, [0], [true]],
    ['IsPresent', true, [null, 0, ''], []],
    ['IsPresent', false, [], [null]],
  ])('%s %j', async (operator, expected, holds, fails) => {
    const condition = { Variable: '$.v', [operator]: expected };
    for (const v of holds) expect([v, await answer(condition, { v })]).toEqual([v, true]);
    for (const v of fails) expect([v, await answer(condition, { v })]).toEqual([v, false]);
  });

  const isA = { Variable: '$.a', StringEquals: 'a' };
  const isB = { Variable: '$.b', StringEquals: 'b' };
  test.each<[why: string, condition: object, expected: readonly [ab: boolean, a: boolean, none: boolean]]>([
    ['And', { And: [isA, isB] }, [true, false, false]],
    ['Or', { Or: [isA, isB] }, [true, true, false]],
    ['Not', { Not: isB }, [false, true, true]],
    ['all of them', { And: [{ Or: [isA, isB] }, { Not: { And: [isA, isB] } }] }, [false, true, false]],
  ])('combines by %s', async (_, condition, expected) => {
    const inputs = [
      { a: 'a', b: 'b' },
      { a: 'a', b: '' },
      { a: '', b: '' },
    ];
    expect(await Promise.all(inputs.map((input) => answer(condition, input)))).toEqual(expected);
  });

  test('knows what is absent by IsPresent alone', async () => {
    expect(await answer({ Variable: '$.v', IsPresent: true }, {})).toBe(false);
    expect(await answer({ Variable: '$.v', IsPresent: false }, {})).toBe(true);
    const guarded = {
      And: [
        { Variable: '$.v', IsPresent: true },
        { Variable: '$.v', NumericEquals: 1 },
      ],
    };
    expect(await answer(guarded, {})).toBe(false);
  });

  test('of an absent variable fails the execution', async () => {
    const { status, failure } = await new Harness(asking({ Variable: '$.v', StringEquals: 'a' })).run({});
    expect(status).toBe('FAILED');
    expect(failure).toEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Ask' (entered at the event id #2). " +
        "Invalid path '$.v': The choice state's condition path references an invalid value.",
    });
  });

  test('with no rule that holds and no default fails the execution', async () => {
    const { failure } = await new Harness(asking({ Variable: '$.v', StringEquals: 'a' }, {})).run({ v: 'b' });
    expect(failure?.error).toBe('States.NoChoiceMatched');
  });

  test('takes the first rule that holds, and passes on what its paths leave', async () => {
    const definition = {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Choice',
          InputPath: '$.in',
          OutputPath: '$.n',
          Choices: [
            { Variable: '$.n', NumericGreaterThan: 5, Next: 'Large' },
            { Variable: '$.n', NumericGreaterThan: 1, Next: 'Some' },
          ],
          Default: 'Few',
        },
        Large: { Type: 'Succeed' },
        Some: { Type: 'Succeed' },
        Few: { Type: 'Fail' },
      },
    };
    const execution = await new Harness(definition).run({ in: { n: 9 } });
    expect(output(execution)).toBe(9);
    expect(execution.root?.stateName).toBe('Large');
    expect(types(execution)).toEqual([
      'ExecutionStarted',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
