import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../local/step-functions/json.ts';
import { find, parsePath, type Scope, write } from '../../local/step-functions/paths.ts';
import { functionArn, Harness, only, output, requireUsedValid, START } from './step-functions-fixtures.ts';

function path(text: string, scope?: Scope) {
  const parsed = parsePath(text, scope);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('a path', () => {
  const input = { a: { b: [1, { c: null }], 'with space': 2, 'dash-ed': 3, ünï: 4, toString: 5 }, list: [[7]] };

  test.each<[string, Json | undefined]>([
    ['$', input],
    ['$.a.b[0]', 1],
    ['$.a.b[1].c', null],
    ['$.a.b[2]', undefined],
    ["$.a['with space']", 2],
    ["$['a']['b'][0]", 1],
    ['$.a.dash-ed', 3],
    ['$.a.ünï', 4],
    ['$.a.toString', 5],
    ['$.toString', undefined],
    ['$.constructor.name', undefined],
    ['$.list[0][0]', 7],
    ['$.list.length', undefined],
    ['$.a.b.c', undefined],
    ['$.a[0]', undefined],
    ['$.a.b[0].deeper', undefined],
  ])('%s reads %j', (text, value) => {
    expect(find(path(text), { input, context: () => null })).toEqual(value);
  });

  test.each([
    '',
    'a',
    '$a',
    '$.',
    '$..a',
    '$.a[*]',
    '$.a[-1]',
    '$.a[0:1]',
    '$[?(@.a)]',
    '$.a b',
    "$['a','b']",
    '$$$.a',
  ])('%j is none of the subset', (text) => {
    expect(parsePath(text)).toEqual(expect.any(String));
  });

  test.each<[string, Scope, boolean]>([
    ['$$.Execution.Id', 'state', true],
    ['$$.Execution.Input', 'state', true],
    ['$$.Execution.Input.jobId', 'state', true],
    ['$$.Execution.Inputs', 'state', false],
    ['$$.Execution.Name.length', 'state', false],
    ['$$.State.RetryCount', 'state', true],
    ['$$.StateMachine.Name', 'state', true],
    ['$$.Task.Token', 'state', false],
    ['$$.Task.Token', 'token', true],
    ['$$.Map.Item.Value', 'token', false],
    ['$$.Map.Item.Value', 'item', true],
    ['$$.Map.Item.Value.id', 'item', true],
    ['$$.Map.Item.Index', 'item', true],
    ['$$', 'state', false],
  ])('%s in the scope of a %s: %j', (text, scope, known) => {
    expect(typeof parsePath(text, scope) === 'object').toBe(known);
  });

  test.each<[string, Json, Json]>([
    ['$', { a: 1 }, 'new'],
    ['$.b', { a: 1 }, { a: 1, b: 'new' }],
    ['$.a', { a: 1, b: 2 }, { a: 'new', b: 2 }],
    ['$.a.b.c', {}, { a: { b: { c: 'new' } } }],
    ['$.a.b', { a: { c: 1 } }, { a: { c: 1, b: 'new' } }],
    ['$.__proto__', {}, JSON.parse('{"__proto__": "new"}')],
  ])('%s puts a value into %j', (text, target, result) => {
    expect(JSON.stringify(write(path(text), target, 'new'))).toBe(JSON.stringify(result));
  });

  test.each<[string, Json]>([
    ['$.a', 'text'],
    ['$.a', [1]],
    ['$.a', null],
    ['$.a.b', { a: 7 }],
    ['$.a.b', { a: null }],
  ])('%s finds no place in %j', (text, target) => {
    expect(() => write(path(text), target, 'new')).toThrow(
      expect.objectContaining({ error: 'States.ResultPathMatchFailure' }),
    );
  });

  test('shares what it does not change', () => {
    const target = { kept: { large: true }, changed: {} };
    expect(Reflect.get(Object(write(path('$.changed.x'), target, 1)), 'kept')).toBe(target.kept);
    expect(target).toEqual({ kept: { large: true }, changed: {} });
  });
});

describe('a state', () => {
  const input = { job: { id: 'j1', tags: ['a', 'b'] }, keep: true };
  const task = (fields: object) => only({ Type: 'Task', Resource: functionArn('echo'), ...fields });
  const echo = { echo: (payload: Json) => ({ got: payload }) };

  test.each<[why: string, fields: object, expected: Json]>([
    ['without any path', {}, { got: input }],
    ['with an InputPath', { InputPath: '$.job' }, { got: input.job }],
    ['with an InputPath of null', { InputPath: null }, { got: {} }],
    [
      'with Parameters',
      { Parameters: { 'id.$': '$.job.id', deep: { 'tag.$': '$.job.tags[1]' }, one: 1, l: [1, [2]] } },
      { got: { id: 'j1', deep: { tag: 'b' }, one: 1, l: [1, [2]] } },
    ],
    ['with Parameters after an InputPath', { InputPath: '$.job', Parameters: { 'x.$': '$.id' } }, { got: { x: 'j1' } }],
    ['with the whole input as a parameter', { Parameters: { 'all.$': '$' } }, { got: { all: input } }],
    ['with a ResultSelector', { ResultSelector: { 'keep.$': '$.got.keep', n: 1 } }, { keep: true, n: 1 }],
    [
      'with a ResultPath',
      { InputPath: '$.job', ResultPath: '$.job.result' },
      { job: { ...input.job, result: { got: input.job } }, keep: true },
    ],
    ['with a ResultPath of null', { ResultPath: null }, input],
    ['with an OutputPath', { ResultPath: '$.result', OutputPath: '$.result.got.job.id' }, 'j1'],
    ['with an OutputPath of null', { OutputPath: null }, {}],
  ])('%s', async (_, fields, expected) => {
    const execution = await new Harness(task(fields), echo).run(input);
    expect(output(execution)).toEqual(expected);
  });

  test.each<[why: string, fields: object, error: string, told: string]>([
    [
      'Parameters',
      { Parameters: { 'id.$': '$.nothing' } },
      'States.Runtime',
      "The JSONPath '$.nothing' specified for the field 'id.$' could not be found in the input '{\"job\"",
    ],
    ['InputPath', { InputPath: '$.nothing' }, 'States.Runtime', "Invalid path '$.nothing'"],
    ['OutputPath', { OutputPath: '$.nothing' }, 'States.Runtime', "Invalid path '$.nothing'"],
    [
      'ResultSelector',
      { ResultSelector: { 'id.$': '$.nothing' } },
      'States.Runtime',
      "The JSONPath '$.nothing' specified for",
    ],
    [
      'ResultPath',
      { ResultPath: '$.keep.here' },
      'States.ResultPathMatchFailure',
      'Unable to apply ReferencePath $.keep.here',
    ],
  ])('fails where its %s leads to nothing', async (_, fields, error, told) => {
    const { status, failure } = await new Harness(task(fields), echo).run(input);
    expect({ status, error: failure?.error }).toEqual({ status: 'FAILED', error });
    expect(failure?.cause).toContain(
      "An error occurred while executing the state 'Only' (entered at the event id #2). ",
    );
    expect(failure?.cause).toContain(told);
  });

  test('cannot catch that a path leads to nothing: only the execution can fail for it', async () => {
    const definition = {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: functionArn('echo'),
          Parameters: { 'id.$': '$.nothing' },
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Succeed' },
      },
    };
    const harness = new Harness(definition, echo);
    expect(await harness.run(input)).toMatchObject({ status: 'FAILED', failure: { error: 'States.Runtime' } });
    expect(harness.calls).toEqual([]);
  });

  test('sees the context object', async () => {
    const names = [
      'Execution.Id',
      'Execution.Name',
      'Execution.Input',
      'Execution.StartTime',
      'State.Name',
      'State.EnteredTime',
      'State.RetryCount',
      'StateMachine.Id',
      'StateMachine.Name',
    ];
    const Parameters = Object.fromEntries(names.map((name) => [`${name}.$`, `$$.${name}`]));
    const definition = {
      StartAt: 'First',
      States: { First: { Type: 'Wait', Seconds: 90, Next: 'Look' }, Look: { Type: 'Pass', Parameters, End: true } },
    };
    const harness = new Harness(definition);
    const execution = harness.start({ jobId: 'j1' }, 'j1');
    await harness.clock.run();
    expect(output(execution)).toEqual({
      'Execution.Id': 'arn:aws:states:eu-west-1:111122223333:execution:machine:j1',
      'Execution.Name': 'j1',
      'Execution.Input': { jobId: 'j1' },
      'Execution.StartTime': START.toISOString(),
      'State.Name': 'Look',
      'State.EnteredTime': '2026-03-01T12:01:30.000Z',
      'State.RetryCount': 0,
      'StateMachine.Id': 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine',
      'StateMachine.Name': 'machine',
    });
  });

  test.each<[why: string, state: object, expected: Json]>([
    ['passes its input on', { Type: 'Pass' }, input],
    ['answers a literal', { Type: 'Pass', Result: { a: [1] }, ResultPath: '$.r' }, { ...input, r: { a: [1] } }],
    ['answers null', { Type: 'Pass', Result: null }, null],
    [
      'answers its parameters',
      { Type: 'Pass', Parameters: { 'id.$': '$.job.id' }, ResultPath: '$.r' },
      { ...input, r: { id: 'j1' } },
    ],
    ['discards its output', { Type: 'Pass', OutputPath: null }, {}],
  ])('that is a Pass %s', async (_, state, expected) => {
    expect(output(await new Harness(only(state)).run(input))).toEqual(expected);
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
