import { functionArn, TOKEN_RESOURCE } from './step-functions-fixtures.ts';

/*
 * The workflow of a job, written by hand: what the deployed one is made of is tested where it is synthesized. Here it
 * shows that the interpreter runs all of it.
 */

const retry = (...errors: string[]) => [
  { ErrorEquals: errors, IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, JitterStrategy: 'NONE' },
];
const RETRY_ALL = retry('States.ALL');
const RETRY_FAILURES = retry('States.TaskFailed');
const RETRY_LONG = [
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 290, BackoffRate: 2, MaxDelaySeconds: 300 },
];
const FAIL_THE_JOB = { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fail the job' };

const call = (name: string, fields: object) => ({
  Type: 'Task',
  Resource: functionArn(name),
  Retry: RETRY_ALL,
  ...fields,
});
const giveToken = (name: string, payload: object, fields: object) => ({
  Type: 'Task',
  Resource: TOKEN_RESOURCE,
  Parameters: { FunctionName: functionArn(name), Payload: { ...payload, 'token.$': '$$.Task.Token' } },
  Retry: RETRY_FAILURES,
  ...fields,
});

/** One batch, from sending to the end. Names of states are unique in a machine, hence the suffix. */
function oneBatch(suffix: string) {
  const name = (sentence: string) => `${sentence}${suffix}`;
  const says = (answer: string, next: string) => ({
    Variable: '$.settle.next',
    StringEquals: answer,
    Next: name(next),
  });
  return {
    StartAt: name('Upgrade the agents'),
    States: {
      [name('Upgrade the agents')]: giveToken(
        'upgrade-agents',
        { 'jobId.$': '$.jobId', 'batch.$': '$.batch' },
        {
          TimeoutSeconds: 120,
          ResultPath: '$.wake',
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.wake', Next: name('Settle the batch') }],
          Next: name('Settle the batch'),
        },
      ),
      [name('Settle the batch')]: call('settle-batch', {
        Parameters: { 'jobId.$': '$.jobId', 'batch.$': '$.batch', 'polls.$': '$.settle.polls' },
        ResultPath: '$.settle',
        Catch: [
          { ErrorEquals: ['States.ALL'], ResultPath: '$.settle', Next: name('Leave the batch to the next pass') },
        ],
        Next: name('Is the batch settled?'),
      }),
      [name('Is the batch settled?')]: {
        Type: 'Choice',
        Choices: [
          says('done', 'The batch is settled'),
          says('poll', 'Wait before asking again'),
          says('send', 'Wait before sending again'),
        ],
        Default: name('Leave the batch to the next pass'),
      },
      [name('Wait before asking again')]: {
        Type: 'Wait',
        SecondsPath: '$.settle.waitSeconds',
        Next: name('Settle the batch'),
      },
      [name('Wait before sending again')]: {
        Type: 'Wait',
        SecondsPath: '$.settle.waitSeconds',
        Next: name('Upgrade the agents'),
      },
      [name('The batch is settled')]: { Type: 'Succeed', OutputPath: null },
      [name('Leave the batch to the next pass')]: { Type: 'Pass', OutputPath: null, End: true },
    },
  };
}

const batches = (mode: object, suffix: string, fields: object) => ({
  Type: 'Map',
  ItemsPath: '$.decision.batches',
  ItemSelector: { 'jobId.$': '$.jobId', 'batch.$': '$$.Map.Item.Value', settle: { polls: 0 } },
  MaxConcurrencyPath: '$.decision.maxConcurrency',
  ItemProcessor: { ProcessorConfig: mode, ...oneBatch(suffix) },
  ResultPath: null,
  Catch: [FAIL_THE_JOB],
  Next: 'Decide what happens next',
  ...fields,
});

const when = (variable: string, answer: string, next: string) => ({
  Variable: variable,
  StringEquals: answer,
  Next: next,
});

export const workflow = {
  StartAt: 'Plan the rollout',
  States: {
    'Plan the rollout': call('plan-rollout', {
      Parameters: { 'jobId.$': '$.jobId' },
      ResultPath: '$.plan',
      Catch: [FAIL_THE_JOB],
      Next: 'Is the plan complete?',
    }),
    'Is the plan complete?': {
      Type: 'Choice',
      Choices: [
        when('$.plan.next', 'plan', 'Plan the rollout'),
        when('$.plan.next', 'decide', 'Decide what happens next'),
      ],
      Default: 'Refuse an unknown answer',
    },
    'Decide what happens next': call('decide-next', {
      Parameters: { 'jobId.$': '$.jobId' },
      ResultPath: '$.decision',
      Catch: [FAIL_THE_JOB],
      Next: 'What was decided?',
    }),
    'What was decided?': {
      Type: 'Choice',
      Choices: [
        when('$.decision.next', 'upgradeInline', 'Upgrade the batches'),
        when('$.decision.next', 'upgradeDistributed', 'Upgrade many batches'),
        when('$.decision.next', 'wait', 'Wait until woken'),
        when('$.decision.next', 'finish', 'Finish the job'),
      ],
      Default: 'Refuse an unknown answer',
    },
    'Upgrade the batches': batches({ Mode: 'INLINE' }, '', {}),
    'Upgrade many batches': batches({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ' (child)', {
      ToleratedFailurePercentage: 100,
    }),
    'Wait until woken': giveToken(
      'wait-until-woken',
      { 'jobId.$': '$.jobId' },
      {
        TimeoutSecondsPath: '$.decision.waitSeconds',
        ResultPath: '$.woken',
        Catch: [
          { ErrorEquals: ['States.Timeout'], ResultPath: '$.woken', Next: 'Decide what happens next' },
          FAIL_THE_JOB,
        ],
        Next: 'Decide what happens next',
      },
    ),
    'Finish the job': call('finish-job', {
      Parameters: { 'jobId.$': '$.jobId' },
      ResultPath: null,
      Catch: [FAIL_THE_JOB],
      Next: 'The job is finished',
    }),
    'The job is finished': { Type: 'Succeed' },
    'Refuse an unknown answer': {
      Type: 'Pass',
      Result: { Error: 'UnknownAnswer', Cause: 'A function answered what this workflow does not know.' },
      ResultPath: '$.error',
      Next: 'Fail the job',
    },
    'Fail the job': {
      ...call('fail-job', {
        Parameters: { 'jobId.$': '$.jobId', 'error.$': '$.error' },
        ResultPath: '$.failing',
        Next: 'Is every sent batch settled?',
      }),
      Retry: RETRY_LONG,
    },
    'Is every sent batch settled?': {
      Type: 'Choice',
      Choices: [
        when('$.failing.next', 'done', 'The job has failed'),
        when('$.failing.next', 'poll', 'Wait for the last batches'),
      ],
      Default: 'The job has failed',
    },
    'Wait for the last batches': { Type: 'Wait', Seconds: 15, Next: 'Fail the job' },
    'The job has failed': { Type: 'Fail', Error: 'JobFailed', Cause: "The job's record says why." },
  },
};
