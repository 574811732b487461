import { describe, expect, test } from '@jest/globals';
import { DefinitionError, parseDefinition } from '../../local/step-functions/definition.ts';
import { functionArn, requireValid, TOKEN_RESOURCE } from './step-functions-fixtures.ts';

/** Everything that the subset has, once. */
const good = () => ({
  Comment: 'All of it',
  QueryLanguage: 'JSONPath',
  TimeoutSeconds: 3600,
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Comment: 'A function',
      Resource: functionArn('ask'),
      InputPath: '$.job',
      Parameters: { 'jobId.$': '$.jobId', kind: 'job', more: { 'at.$': '$$.Execution.StartTime' } },
      ResultSelector: { 'next.$': '$.next', 'items.$': '$.items' },
      ResultPath: '$.answer',
      OutputPath: '$',
      TimeoutSeconds: 60,
      Retry: [
        { ErrorEquals: ['Lambda.TooManyRequestsException', 'States.Timeout'], MaxAttempts: 5, JitterStrategy: 'FULL' },
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 1.5, MaxAttempts: 2, MaxDelaySeconds: 60 },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Refuse' }],
      Next: 'Which?',
    },
    'Which?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.answer.next', StringEquals: 'wait', Next: 'Wait a little' },
        {
          And: [
            { Variable: '$.answer.count', IsPresent: true },
            {
              Or: [
                { Variable: '$.answer.count', NumericEquals: 1 },
                { Variable: '$.a', BooleanEquals: true },
              ],
            },
            { Not: { Variable: '$.answer.count', NumericGreaterThan: 9 } },
          ],
          Next: 'Each item',
        },
      ],
      Default: 'Each child',
    },
    'Wait a little': { Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Wait until' },
    'Wait until': { Type: 'Wait', Timestamp: '2026-03-02T00:00:00Z', Next: 'Ask' },
    'Each item': {
      Type: 'Map',
      ItemsPath: '$.answer.items',
      ItemSelector: { 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'job.$': '$.job' },
      MaxConcurrencyPath: '$.answer.concurrency',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Give the token',
        States: {
          'Give the token': {
            Type: 'Task',
            Resource: TOKEN_RESOURCE,
            Parameters: {
              FunctionName: functionArn('give'),
              Payload: { 'item.$': '$.item', 'token.$': '$$.Task.Token' },
            },
            TimeoutSecondsPath: '$.seconds',
            HeartbeatSeconds: 10,
            ResultPath: null,
            End: true,
          },
        },
      },
      ResultPath: null,
      Next: 'Done',
    },
    'Each child': {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Pass it on',
        States: { 'Pass it on': { Type: 'Pass', End: true } },
      },
      ToleratedFailurePercentage: 100,
      MaxConcurrency: 5,
      Label: 'children',
      Next: 'Done',
    },
    Refuse: { Type: 'Pass', Result: { Error: 'Refused' }, ResultPath: '$.error', Next: 'Failed' },
    Failed: { Type: 'Fail', Error: 'Failed', Cause: 'It did not work.' },
    Done: { Type: 'Succeed', OutputPath: null },
  },
});

/** The good definition with one change: a value at a path, or (undefined) nothing there. */
function changed(path: string, value: unknown): unknown {
  const definition: unknown = good();
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  let parent = definition;
  for (const step of steps) parent = Reflect.get(Object(parent), step);
  if (value === undefined) Reflect.deleteProperty(Object(parent), last);
  else Reflect.set(Object(parent), last, value);
  return definition;
}

function problems(definition: unknown): readonly string[] {
  try {
    parseDefinition(definition);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

const item = 'States/Each item/ItemProcessor/States/Give the token';

describe('a definition', () => {
  test('with everything that the subset has is accepted, here and by an independent validator', () => {
    requireValid(good());
    expect(parseDefinition(good())).toMatchObject({ timeoutSeconds: 3600, flow: { StartAt: 'Ask' } });
  });

  test.each<[why: string, path: string, value: unknown, told: string]>([
    ['an unknown field of the machine', 'Version', '1.0', 'the state machine: Unrecognized key: "Version"'],
    ['another query language', 'QueryLanguage', 'JSONata', 'the state machine, field QueryLanguage: '],
    ['no start', 'StartAt', undefined, 'the state machine, field StartAt: '],
    [
      'a start that is not there',
      'StartAt',
      'Nowhere',
      'the state machine, field StartAt: there is no state "Nowhere"',
    ],
    ['an unknown field of a state', 'States/Ask/Assign', {}, 'state "Ask": Unrecognized key: "Assign"'],
    [
      'an unknown field of a nested state',
      `${item}/Credentials`,
      {},
      'state "Give the token": Unrecognized key: "Cred',
    ],
    ['an unknown state type', 'States/Ask/Type', 'Parallel', 'state "Ask", field Type: is no state type'],
    ['an unknown resource', 'States/Ask/Resource', 'arn:aws:states:::sqs:sendMessage', 'state "Ask", field Resource: '],
    [
      'a synchronous invocation',
      'States/Ask/Resource',
      'arn:aws:states:::lambda:invoke',
      'state "Ask", field Resource: ',
    ],
    ['an unknown choice operator', 'States/Which?/Choices/0/StringMatches', '*', 'field Choices[0]: Unrecognized key'],
    [
      'a rule with two operators',
      'States/Which?/Choices/0/IsNull',
      true,
      'Choices[0]: a rule has exactly one operator',
    ],
    ['a rule without one', 'States/Which?/Choices/0/StringEquals', undefined, 'Choices[0]: a rule has exactly one op'],
    ['an unknown operator deep down', 'States/Which?/Choices/1/And/1/Or/0/Foo', 1, 'Choices[1].And[1].Or[0]: Unrecogn'],
    ['no rules at all', 'States/Which?/Choices', [], 'state "Which?", field Choices: '],
    [
      'an intrinsic function',
      'States/Ask/Parameters/id.$',
      "States.Format('{}', $.a)",
      'Parameters.id.$: intrinsic func',
    ],
    [
      'a path that searches',
      'States/Ask/Parameters/id.$',
      '$..id',
      'state "Ask", field Parameters.id.$: not a reference',
    ],
    [
      'a path with a wildcard',
      'States/Each item/ItemsPath',
      '$.items[*]',
      'state "Each item", field ItemsPath: not a ref',
    ],
    [
      'a path under a plain key',
      'States/Ask/Parameters/more/at',
      '$.at',
      'field Parameters.more.at: $.at is no path un',
    ],
    [
      'a context path under a plain key',
      'States/Ask/Parameters/at',
      '$$.State.Name',
      'field Parameters.at: $$.State.Na',
    ],
    ['a path in a list', 'States/Ask/Parameters/list', ['$.a'], 'state "Ask", field Parameters.list.0: $.a is no path'],
    [
      'a path in a Result',
      'States/Refuse/Result/Cause',
      '$.cause',
      'state "Refuse", field Result.Cause: $.cause is no pa',
    ],
    [
      'a template in a Result',
      'States/Refuse/Result/Cause.$',
      '$.cause',
      'field Result.Cause.$: paths are not read here',
    ],
    [
      'a path as an error name',
      'States/Failed/Error',
      '$.error',
      'state "Failed", field Error: paths are not read here',
    ],
    [
      'a value under a path key',
      'States/Ask/Parameters/id.$',
      7,
      'field Parameters.id.$: a key that ends in .$ needs a',
    ],
    [
      'the same field twice',
      'States/Ask/Parameters/kind.$',
      '$.kind',
      'Parameters.kind.$: kind.$ names no field of its own',
    ],
    [
      'an unknown context field',
      'States/Ask/Parameters/id.$',
      '$$.Execution.RoleArn',
      'not in the context object here',
    ],
    ['a token where no task has one', 'States/Ask/Parameters/id.$', '$$.Task.Token', 'not in the context object here'],
    [
      'an item outside of a selector',
      `${item}/Parameters/Payload/i.$`,
      '$$.Map.Item.Value',
      'not in the context object',
    ],
    ['a ResultPath into the context', 'States/Ask/ResultPath', '$$.Execution.Input', 'state "Ask", field ResultPath: '],
    [
      'a ResultPath into a list',
      'States/Ask/ResultPath',
      '$.list[0]',
      'state "Ask", field ResultPath: a ResultPath leads',
    ],
    [
      'a token that is not given away',
      `${item}/Parameters/Payload/token.$`,
      '$.token',
      'field Parameters.Payload: nowhere',
    ],
    [
      'a token under a plain key',
      `${item}/Parameters/Payload`,
      { token: '$$.Task.Token' },
      'Parameters.Payload: nowhere',
    ],
    [
      'no payload for the token',
      `${item}/Parameters/Payload`,
      undefined,
      'state "Give the token", field Parameters.Payl',
    ],
    [
      'an unknown parameter',
      `${item}/Parameters/InvocationType`,
      'Event',
      'field Parameters: Unrecognized key: "Invocat',
    ],
    [
      'a function that is none',
      `${item}/Parameters/FunctionName`,
      'give',
      'Parameters.FunctionName: is no Lambda functio',
    ],
    ['a heartbeat of a plain function', 'States/Ask/HeartbeatSeconds', 5, 'state "Ask", field HeartbeatSeconds: needs'],
    ['two timeouts', `${item}/TimeoutSeconds`, 5, 'TimeoutSeconds and TimeoutSecondsPath exclude each other'],
    ['a timeout of no time', 'States/Ask/TimeoutSeconds', 0, 'state "Ask", field TimeoutSeconds: '],
    ['both an end and a next state', 'States/Ask/End', true, 'state "Ask": Next and End exclude each other'],
    ['neither an end nor a next state', 'States/Wait until/Next', undefined, 'state "Wait until": needs Next or End'],
    ['two ways to wait', 'States/Wait a little/Seconds', 5, 'Seconds and SecondsPath exclude each other'],
    [
      'a time that is none',
      'States/Wait until/Timestamp',
      '2026-03-02 00:00:00',
      'field Timestamp: is no RFC 3339 time',
    ],
    [
      'a time without an offset',
      'States/Wait until/Timestamp',
      '2026-03-02T00:00:00',
      'field Timestamp: is no RFC 3339',
    ],
    ['both a result and parameters', 'States/Refuse/Parameters', {}, 'Result and Parameters exclude each other'],
    [
      'a next state that is not there',
      'States/Ask/Next',
      'Nowhere',
      'field Next: there is no state "Nowhere" beside it',
    ],
    ['a default that is not there', 'States/Which?/Default', 'Nowhere', 'field Default: there is no state "Nowhere"'],
    [
      'a choice that leads nowhere',
      'States/Which?/Choices/0/Next',
      'Nowhere',
      'field Choices[0].Next: there is no sta',
    ],
    [
      'a catch that leads nowhere',
      'States/Ask/Catch/0/Next',
      'Nowhere',
      'field Catch[0].Next: there is no state "Nowhe',
    ],
    ['a state that nothing leads to', 'States/Island', { Type: 'Succeed' }, 'state "Island": nothing leads to it'],
    ['a state name of 81 characters', `States/${'x'.repeat(81)}`, { Type: 'Succeed' }, `state "${'x'.repeat(81)}"`],
    ['an unknown field of a retrier', 'States/Ask/Retry/0/Interval', 1, 'field Retry[0]: Unrecognized key: "Interval"'],
    ['a backoff that shrinks', 'States/Ask/Retry/1/BackoffRate', 0.5, 'state "Ask", field Retry[1].BackoffRate: '],
    ['an unknown jitter', 'States/Ask/Retry/0/JitterStrategy', 'HALF', 'state "Ask", field Retry[0].JitterStrategy: '],
    [
      'States.ALL in company',
      'States/Ask/Retry/1/ErrorEquals',
      ['States.ALL', 'A'],
      'ErrorEquals: States.ALL stands alone',
    ],
    [
      'States.ALL before others',
      'States/Ask/Retry/0/ErrorEquals',
      ['States.ALL'],
      'field Retry: States.ALL comes last',
    ],
    ['no error names', 'States/Ask/Catch/0/ErrorEquals', [], 'state "Ask", field Catch[0].ErrorEquals: '],
    [
      'a misspelt error of the states',
      'States/Ask/Retry/0/ErrorEquals',
      ['States.TimeOut'],
      'no error that can be matched',
    ],
    [
      'an error that always ends it',
      'States/Ask/Catch/0/ErrorEquals',
      ['States.Runtime'],
      'no error that can be matched',
    ],
    ['an unknown mode', 'States/Each item/ItemProcessor/ProcessorConfig/Mode', 'FAST', 'ItemProcessor.ProcessorConfig'],
    ['express children', 'States/Each child/ItemProcessor/ProcessorConfig/ExecutionType', 'EXPRESS', 'ExecutionType: '],
    ['tolerance of an inline map', 'States/Each item/ToleratedFailurePercentage', 5, 'only a distributed map has it'],
    ['tolerance over 100 %', 'States/Each child/ToleratedFailurePercentage', 101, 'field ToleratedFailurePercentage: '],
    ['a reader of items', 'States/Each child/ItemReader', {}, 'state "Each child": Unrecognized key: "ItemReader"'],
    ['a label with a space', 'States/Each child/Label', 'my children', 'state "Each child", field Label: is no label'],
    [
      'two concurrencies',
      'States/Each item/MaxConcurrency',
      5,
      'MaxConcurrency and MaxConcurrencyPath exclude each other',
    ],
  ])('with %s is refused', (_, path, value, told) => {
    expect(problems(changed(path, value)).join('\n')).toContain(told);
  });

  test.each([
    [10, []],
    [
      11,
      ['state "Wait", field HeartbeatSeconds: needs a task that waits for its token, and less time than its timeout'],
    ],
  ])('with a heartbeat of %j s in a timeout of 11 s', (HeartbeatSeconds, told) => {
    const Parameters = { FunctionName: functionArn('give'), Payload: { 'token.$': '$$.Task.Token' } };
    const task = {
      Type: 'Task',
      Resource: TOKEN_RESOURCE,
      Parameters,
      TimeoutSeconds: 11,
      HeartbeatSeconds,
      End: true,
    };
    expect(problems({ StartAt: 'Wait', States: { Wait: task } })).toEqual(told);
  });

  test('whose nested state has the name of another one is refused', () => {
    const inner = { StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } };
    const definition = {
      StartAt: 'Each',
      States: { Each: { Type: 'Map', ItemProcessor: inner, Next: 'Done' }, Done: { Type: 'Succeed' } },
    };
    expect(problems(definition)).toEqual(['state "Done": another state has the same name']);
  });

  test('whose nested state leads out of its map is refused', () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Pass', Next: 'Out' } } };
    const definition = {
      StartAt: 'Each',
      States: { Each: { Type: 'Map', ItemProcessor: inner, Next: 'Out' }, Out: { Type: 'Succeed' } },
    };
    expect(problems(definition)).toEqual(['state "In", field Next: there is no state "Out" beside it']);
  });

  test('with several mistakes is told all of them at once', () => {
    const definition = changed('States/Ask/Colour', 'red');
    Reflect.set(Object(definition), 'Version', '1.0');
    expect(problems(definition)).toEqual([
      'state "Ask": Unrecognized key: "Colour"',
      'the state machine: Unrecognized key: "Version"',
    ]);
  });

  test.each([[null], ['text'], [[]], [{}]])('that is %j is refused', (definition) => {
    expect(problems(definition).length).toBeGreaterThan(0);
  });
});
