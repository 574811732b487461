import { test } from '@jest/globals';
import { only, requireUsedValid } from '../local/step-functions-fixtures.ts';
import { answers, type Case, compare, succeeds } from './compare.ts';
import { ask, give, recovering, retry } from './machines.ts';
import { answersAfter, inTurn, keepsToken, sendsBack, throws } from './stubs.ts';

const tasks: Record<string, Case> = {
  'a function is sent its input and its answer is the output': succeeds(only(ask()), { a: 1 }, answers({ b: 2 })),
  'paths and templates shape what goes in and what comes out': succeeds(
    only(
      ask({
        InputPath: '$.in',
        Parameters: { 'a.$': '$.a', b: { 'c.$': '$.list[1]' }, 'k.$': '$$.Execution.Input.k', plain: [1, { x: null }] },
        ResultSelector: { 'n.$': '$.n' },
        ResultPath: '$.deep.r',
        OutputPath: '$.deep',
      }),
    ),
    { k: 'k', in: { a: 1, list: [1, 2] } },
    answers({ n: 7, m: 8 }),
  ),
  'the context object names state, execution and retry': succeeds(
    only(
      ask({
        Parameters: { 's.$': '$$.State.Name', 'r.$': '$$.State.RetryCount' },
        Retry: [retry(['Busy'])],
      }),
    ),
    {},
    answers(throws('Busy'), {}),
  ),
  'InputPath null sends nothing, ResultPath null keeps the input': succeeds(
    only(ask({ InputPath: null, ResultPath: null })),
    { a: 1 },
    answers({ b: 2 }),
  ),
  'OutputPath null leaves nothing': succeeds(only(ask({ OutputPath: null })), { a: 1 }, answers({ b: 2 })),
  'a Pass state fills in a template': succeeds(
    only({ Type: 'Pass', Parameters: { 'x.$': '$.a', y: 1 }, ResultPath: '$.p' }),
    { a: 1 },
  ),
  'an OutputPath that leads nowhere fails for good': {
    ...succeeds(only({ Type: 'Pass', OutputPath: '$.nope' })),
    ends: 'States.Runtime',
  },
  'a Fail state names its error and cause': {
    ...succeeds({ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No', Cause: 'because' } } }),
    ends: 'No',
  },
  'a function that takes too long is States.Timeout': {
    ...succeeds(
      recovering(ask({ TimeoutSeconds: 2 }), { ErrorEquals: ['States.Timeout'], ResultPath: '$.e' }),
      {},
      () => ({
        ask: answersAfter(3, {}),
      }),
    ),
  },
};

const retries: Record<string, Case> = {
  'an error is retried by its name': succeeds(
    only(ask({ Retry: [retry(['Busy'])] })),
    {},
    answers(throws('Busy'), throws('Busy'), { n: 3 }),
  ),
  'another error is not': {
    ...succeeds(only(ask({ Retry: [retry(['Busy'])] })), {}, answers(throws('Other'))),
    ends: 'Other',
  },
  'a retrier counts for itself': succeeds(
    only(ask({ Retry: [retry(['Busy'], 1), retry(['Other'], 1)] })),
    {},
    answers(throws('Busy'), throws('Other'), {}),
  ),
  'one that is used up passes the error on to no other': {
    ...succeeds(only(ask({ Retry: [retry(['Busy'], 1), retry(['States.ALL'])] })), {}, answers(throws('Busy'))),
    ends: 'Busy',
  },
  'States.TaskFailed covers what a function throws': succeeds(
    only(ask({ Retry: [retry(['States.TaskFailed'])] })),
    {},
    answers(throws('Busy'), {}),
  ),
};

const catches: Record<string, Case> = {
  'an error is caught by its name, with its cause at the ResultPath': succeeds(
    recovering(ask({ ResultPath: '$.r' }), { ErrorEquals: ['Other'] }, { ErrorEquals: ['Busy'], ResultPath: '$.e' }),
    { a: 1 },
    answers(throws('Busy')),
  ),
  'without a ResultPath the error is the output, whatever OutputPath says': succeeds(
    recovering(ask({ OutputPath: '$.nope' }), { ErrorEquals: ['States.TaskFailed'] }),
    { a: 1 },
    answers(throws('Busy')),
  ),
  'ResultPath null drops the error': succeeds(
    recovering(ask(), { ErrorEquals: ['States.ALL'], ResultPath: null }),
    { a: 1 },
    answers(throws('Busy')),
  ),
  'an error that nothing catches fails the execution': {
    ...succeeds(recovering(ask(), { ErrorEquals: ['Other'] }), {}, answers(throws('Busy'))),
    ends: 'Busy',
  },
  'retries come before catches': succeeds(
    recovering(ask({ Retry: [retry(['Busy'], 1)] }), { ErrorEquals: ['States.ALL'] }),
    {},
    answers(throws('Busy'), throws('Busy')),
  ),
};

const tokens: Record<string, Case> = {
  'a token that is sent back has the result': succeeds(
    only(give({ TimeoutSeconds: 15, ResultSelector: { 'x.$': '$.y' }, ResultPath: '$.r' })),
    { a: 1 },
    () => ({ give: sendsBack({ y: [1, 2] }) }),
  ),
  'what the function throws fails the task': {
    ...succeeds(only(give()), {}, () => ({ give: throws('Busy') })),
    ends: 'Busy',
  },
  'a function that threw is given another token': succeeds(
    only(give({ TimeoutSeconds: 15, Retry: [retry(['States.TaskFailed'])] })),
    {},
    () => ({ give: inTurn(throws('Busy'), sendsBack({ n: 1 })) }),
  ),
  'nobody sends it back: States.Timeout, which States.TaskFailed does not cover': {
    ...succeeds(
      only(give({ TimeoutSeconds: 2, Retry: [retry(['States.TaskFailed']), retry(['States.Timeout'], 1)] })),
      {},
      () => ({ give: keepsToken }),
    ),
    ends: 'States.Timeout',
  },
  'the time to wait comes by a path': succeeds(
    recovering(give({ TimeoutSecondsPath: '$.s' }), { ErrorEquals: ['States.Timeout'], ResultPath: '$.e' }),
    { s: 2 },
    () => ({ give: keepsToken }),
  ),
  'a heartbeat that is missed is a timeout': {
    ...succeeds(only(give({ TimeoutSeconds: 15, HeartbeatSeconds: 2 })), {}, () => ({ give: keepsToken })),
    ends: 'States.Timeout',
  },
};

compare({ tasks, retries, catches, tokens });

test('all definitions of these tests would be accepted by others', requireUsedValid);
