import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { machineOf, type State } from './machine.ts';
import { Synthesized } from './synthesized.ts';

const { definition, job, inline, distributed, state } = machineOf(new Synthesized());

/** Where a state leads to, an arrow each: `answer -> next`, `else -> next`, `-> next`, `! error -> next`. */
function arrows({ Next, Choices, Default, Catch }: State): string[] {
  return [
    ...Choices.map((choice) => `${choice.StringEquals} -> ${choice.Next}`),
    ...(Default === undefined ? [] : [`else -> ${Default}`]),
    ...(Next === undefined ? [] : [`-> ${Next}`]),
    ...Catch.map((caught) => `! ${caught.ErrorEquals.join()} -> ${caught.Next}`),
  ];
}

const failsTheJob = '! States.ALL -> Fail the job';

const flowOfAJob: Record<string, string[]> = {
  'Plan the rollout': ['-> Is the plan complete?', failsTheJob],
  'Is the plan complete?': [
    'plan -> Plan the rollout',
    'decide -> Decide what happens next',
    'else -> Refuse an unknown answer',
  ],
  'Decide what happens next': ['-> What was decided?', failsTheJob],
  'What was decided?': [
    'plan -> Plan the rollout',
    'upgradeInline -> Upgrade the batches',
    'upgradeDistributed -> Upgrade many batches',
    'wait -> Wait until woken',
    'finish -> Finish the job',
    'else -> Refuse an unknown answer',
  ],
  'Upgrade the batches': ['-> Decide what happens next', failsTheJob],
  'Upgrade many batches': ['-> Decide what happens next', failsTheJob],
  'Wait until woken': ['-> Decide what happens next', '! States.Timeout -> Decide what happens next', failsTheJob],
  'Finish the job': ['-> The job is finished', failsTheJob],
  'The job is finished': [],
  'Refuse an unknown answer': ['-> Fail the job'],
  'Fail the job': ['-> Is every sent batch settled?'],
  'Is every sent batch settled?': [
    'done -> The job has failed',
    'poll -> Wait for the last batches',
    'else -> The job has failed',
  ],
  'Wait for the last batches': ['-> Fail the job'],
  'The job has failed': [],
};

const flowOfABatch: Record<string, string[]> = {
  'Upgrade the agents': ['-> Settle the batch', '! States.ALL -> Settle the batch'],
  'Settle the batch': ['-> Is the batch settled?', '! States.ALL -> Leave the batch to the next pass'],
  'Is the batch settled?': [
    'done -> The batch is settled',
    'poll -> Wait before asking again',
    'send -> Wait before sending again',
    'else -> Leave the batch to the next pass',
  ],
  'Wait before asking again': ['-> Settle the batch'],
  'Wait before sending again': ['-> Upgrade the agents'],
  'The batch is settled': [],
  'Leave the batch to the next pass': [],
};

const flowOfAChild = Object.fromEntries(
  Object.entries(flowOfABatch).map(([name, to]) => [`${name} (child)`, to.map((arrow) => `${arrow} (child)`)]),
);

test('the definition is valid Amazon States Language', () => {
  const { isValid, errorsText } = validate(definition);
  expect(isValid ? '' : errorsText()).toBe('');
});

test.each([
  ['a job', job, 'Plan the rollout', flowOfAJob],
  ['a batch of an inline map', inline, 'Upgrade the agents', flowOfABatch],
  ['a batch of a distributed map', distributed, 'Upgrade the agents (child)', flowOfAChild],
])('%s goes through these states and no others', (_, { StartAt, States }, start, flow) => {
  expect(StartAt).toBe(start);
  expect(Object.fromEntries(Object.entries(States).map(([name, each]) => [name, arrows(each)]))).toEqual(flow);
});

test.each([
  ['Is the plan complete?', '$.plan.next'],
  ['What was decided?', '$.decision.next'],
  ['Is the batch settled?', '$.settle.next'],
  ['Is the batch settled? (child)', '$.settle.next'],
  ['Is every sent batch settled?', '$.failing.next'],
])('"%s" looks at %s and nothing else', (name, variable) => {
  expect(state(name).Choices.filter(({ Variable }) => Variable !== variable)).toEqual([]);
});

test.each([
  ['Wait before asking again', { SecondsPath: '$.settle.waitSeconds' }],
  ['Wait before sending again', { SecondsPath: '$.settle.waitSeconds' }],
  ['Wait before asking again (child)', { SecondsPath: '$.settle.waitSeconds' }],
  ['Wait before sending again (child)', { SecondsPath: '$.settle.waitSeconds' }],
  ['Wait for the last batches', { Seconds: 15 }],
])('"%s" waits as long as it was told', (name, seconds) => {
  expect(state(name)).toMatchObject({ Type: 'Wait', ...seconds });
});

test('an unknown answer becomes an error that the job can store', () => {
  expect(state('Refuse an unknown answer')).toMatchObject({
    Type: 'Pass',
    Result: { Error: 'UnknownAnswer', Cause: expect.any(String) },
    ResultPath: '$.error',
  });
});

test.each([
  ['The job is finished', 'Succeed'],
  ['The job has failed', 'Fail'],
])('"%s" ends the execution with %s', (name, type) => {
  expect(state(name).Type).toBe(type);
});

describe('a map', () => {
  test.each([
    ['Upgrade the batches', { Mode: 'INLINE' }],
    ['Upgrade many batches', { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }],
  ])(
    '"%s" runs the queues that were decided, as many at once as was decided, and keeps no results',
    (name, processor) => {
      expect(state(name)).toMatchObject({
        ItemsPath: '$.decision.queues',
        ItemSelector: { 'jobId.$': '$.jobId', settle: { 'queue.$': '$$.Map.Item.Value', polls: 0 } },
        MaxConcurrencyPath: '$.decision.maxConcurrency',
        ResultPath: null,
        ItemProcessor: { ProcessorConfig: processor },
      });
    },
  );

  test('goes on when children fail, since the next pass takes what they leave', () => {
    expect(state('Upgrade many batches')).toMatchObject({ ToleratedFailurePercentage: 100 });
  });

  test.each(['The batch is settled', 'Leave the batch to the next pass'].flatMap((name) => [name, `${name} (child)`]))(
    'gets {} from "%s", so that no payload nears 256 KiB',
    (name) => {
      expect(state(name).OutputPath).toBeNull();
    },
  );
});
