import { test } from '@jest/globals';
import type { Json } from '../../local/step-functions/json.ts';
import { DISTRIBUTED, INLINE, mapMachine, only, requireUsedValid } from '../local/step-functions-fixtures.ts';
import { answers, type Case, compare, succeeds } from './compare.ts';
import { ask, choice } from './machines.ts';
import { answersAfter, throws } from './stubs.ts';

const waits: Record<string, Case> = {
  'a Wait waits for seconds': succeeds(only({ Type: 'Wait', Seconds: 1 }), { a: 1 }),
  'for none': succeeds(only({ Type: 'Wait', Seconds: 0 }), { a: 1 }),
  'for as many as a path says': succeeds(only({ Type: 'Wait', SecondsPath: '$.s' }), { s: 1 }),
  'until a time that has passed': succeeds(only({ Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' }), { a: 1 }),
  'until one at a path': succeeds(only({ Type: 'Wait', TimestampPath: '$.t' }), { t: '2020-01-01T00:00:00Z' }),
  'not for what is no number': {
    ...succeeds(only({ Type: 'Wait', SecondsPath: '$.s' }), { s: 'soon' }),
    ends: 'States.Runtime',
  },
  'not for less than no time': {
    ...succeeds(only({ Type: 'Wait', SecondsPath: '$.s' }), { s: -1 }),
    ends: 'States.Runtime',
  },
};

const each = (fields: object = {}, states: object = { Do: ask({ End: true }) }) => mapMachine(INLINE, states, fields);

const maps: Record<string, Case> = {
  'a map of nothing ends at once': succeeds(each({ ItemsPath: '$.items' }), { items: [] }),
  'one item after the other, with its index': succeeds(
    each({
      ItemsPath: '$.items',
      MaxConcurrency: 1,
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'k.$': '$.k' },
    }),
    { items: ['a', 'b', 'c'], k: 1 },
    () => ({ ask: (payload) => payload }),
  ),
  'as many at once as a path says': succeeds(
    each({ ItemsPath: '$.items', MaxConcurrencyPath: '$.n', ResultPath: '$.r' }),
    { items: [{ v: 1 }, { v: 2 }, { v: 3 }], n: 1 },
    () => ({ ask: (payload) => payload }),
  ),
  'all at once: results keep the order of the items': {
    ...succeeds(each({}, { Do: ask({ Next: 'Go on' }), 'Go on': { Type: 'Pass', End: true } }), [3, 2, 1], () => ({
      ask: (payload, outside) => answersAfter(Number(payload) / 10, { payload })(payload, outside),
    })),
    atOnce: true,
  },
  'a failure that its item catches harms no other': succeeds(
    each(
      { MaxConcurrency: 1 },
      {
        Do: ask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Recover' }], End: true }),
        Recover: { Type: 'Pass', End: true },
      },
    ),
    [{ v: 1 }, { v: 2 }],
    answers(throws('Busy'), { n: 2 }),
  ),
  'a Fail state in an item fails the map': {
    ...succeeds(each({ MaxConcurrency: 1 }, { Do: { Type: 'Fail', Error: 'No', Cause: 'because' } }), [1, 2]),
    ends: 'No',
  },
  'a distributed map runs its items as children': succeeds(
    mapMachine(DISTRIBUTED, { Do: ask({ End: true }) }, { MaxConcurrency: 1, ItemsPath: '$.items' }),
    { items: [{ v: 1 }, { v: 2 }] },
    () => ({ ask: (payload) => payload }),
  ),
};

const compares = (operator: string, expected: Json, ...actual: readonly Json[]): [string, Case][] =>
  actual.map((value) => [
    `${JSON.stringify(value)} ${operator} ${JSON.stringify(expected)}`,
    succeeds(choice({ Variable: '$.v', [operator]: expected }), { v: value }),
  ]);

const ifPresent = { Variable: '$.v', IsPresent: true };
const choices: Record<string, Case> = {
  ...Object.fromEntries([
    ...compares('StringEquals', 'x', 'x', 'y', 1, null),
    ...compares('BooleanEquals', true, true, false, 'true'),
    ...compares('NumericEquals', 1, 1, 2, '1'),
    ...compares('NumericLessThan', 2, 1, 2, '1'),
    ...compares('NumericLessThanEquals', 2, 2, 3),
    ...compares('NumericGreaterThan', 2, 2, 3),
    ...compares('NumericGreaterThanEquals', 2, 1, 2),
    ...compares('IsNull', true, null, 0),
    ...compares('IsNull', false, null, 0),
    ...compares('IsString', true, 'a', 1),
    ...compares('IsNumeric', true, 1, '1', true),
    ...compares('IsBoolean', true, true, 0),
    ...compares('IsPresent', true, null, 0),
    ...compares('IsPresent', false, null, 0),
  ]),
  'an absent variable is not present': succeeds(choice(ifPresent)),
  'And asks no further than it must': succeeds(choice({ And: [ifPresent, { Variable: '$.v', NumericEquals: 1 }] })),
  'Or asks no further than it must': succeeds(
    choice({
      Or: [
        { Variable: '$.w', NumericEquals: 1 },
        { Variable: '$.v', NumericEquals: 1 },
      ],
    }),
    { w: 1 },
  ),
  'And, Or and Not combine': succeeds(
    choice({
      And: [
        ifPresent,
        { Not: { Variable: '$.v', NumericEquals: 3 } },
        {
          Or: [
            { Variable: '$.v', NumericEquals: 4 },
            { Variable: '$.v', NumericEquals: 5 },
          ],
        },
      ],
    }),
    { v: 5 },
  ),
};

compare({ waits, maps, choices });

test('all definitions of these tests would be accepted by others', requireUsedValid);
