import { functionArn, TOKEN_RESOURCE } from '../local/step-functions-fixtures.ts';

/*
 * Small machines of our subset. Functions are `ask`, whose answer is the result, and `give`, which gets a token. What a
 * machine ends with is an object: moto shows a text without its quotes, and null not at all.
 */

export const ask = (fields: object = {}) => ({ Type: 'Task', Resource: functionArn('ask'), ...fields });

/** Waits far longer than anybody takes who sends its token back. */
export const give = (fields: object = { TimeoutSeconds: 15 }) => ({
  Type: 'Task',
  Resource: TOKEN_RESOURCE,
  Parameters: { FunctionName: functionArn('give'), Payload: { 'token.$': '$$.Task.Token' } },
  ...fields,
});

export const retry = (errors: readonly string[], MaxAttempts = 3) => ({
  ErrorEquals: errors,
  IntervalSeconds: 1,
  BackoffRate: 1,
  MaxAttempts,
});

/** A state, and where its failures may lead: "Recover". */
export const recovering = (state: object, ...caught: readonly object[]) => ({
  StartAt: 'Try',
  States: {
    Try: { ...state, Catch: caught.map((one) => ({ ...one, Next: 'Recover' })), Next: 'Done' },
    Recover: { Type: 'Pass', End: true },
    Done: { Type: 'Succeed' },
  },
});

/** A rule, and the states behind it: its answer is in the output. */
export const choice = (rule: object, more: object = { Default: 'No' }) => ({
  StartAt: 'Which?',
  States: {
    'Which?': { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], ...more },
    Yes: { Type: 'Pass', Result: { answer: 'yes' }, End: true },
    ...('Default' in more ? { No: { Type: 'Pass', Result: { answer: 'no' }, End: true } } : {}),
  },
});
