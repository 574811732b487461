import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../local/clock.ts';
import { DefinitionError } from '../../local/step-functions/definition.ts';
import { StepFunctions } from '../../local/step-functions/executions.ts';
import type { StatusChange } from '../../local/step-functions/status-change.ts';
import {
  countingBytes,
  functionArn,
  Harness,
  line,
  MACHINE_ARN,
  only,
  output,
  requireUsedValid,
  START,
  TOKEN_RESOURCE,
  text,
} from './step-functions-fixtures.ts';

const waiting = (seconds = 60) => only({ Type: 'Wait', Seconds: seconds }, 'Pause');
const code = (name: string) => expect.objectContaining({ code: name });

describe('starting', () => {
  test('answers before the first step', async () => {
    const harness = new Harness(only({ Type: 'Pass' }));
    const execution = harness.start({ a: 1 }, 'first');
    expect(execution).toMatchObject({
      arn: 'arn:aws:states:eu-west-1:111122223333:execution:machine:first',
      name: 'first',
      status: 'RUNNING',
      startedAt: START.getTime(),
      input: { text: '{"a":1}' },
    });
    expect(line(execution)).toEqual(['1 0 ExecutionStarted']);
    await harness.clock.run();
    expect(execution).toMatchObject({ status: 'SUCCEEDED', stoppedAt: START.getTime() });
  });

  test('makes up a name, which is a UUID', () => {
    const { service } = new Harness(waiting());
    const names = [1, 2].map(() => service.startExecution({ stateMachineArn: MACHINE_ARN }).name);
    expect(new Set(names).size).toBe(2);
    for (const name of names)
      expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('by default has an empty object as input', () => {
    const { service } = new Harness(waiting());
    expect(service.startExecution({ stateMachineArn: MACHINE_ARN }).input.value).toEqual({});
  });

  test('again with the same name and input is the same execution while that runs', async () => {
    const harness = new Harness(waiting());
    const first = harness.start({ a: 1 }, 'job');
    expect(harness.start({ a: 1 }, 'job')).toBe(first);
    expect(() => harness.start({ a: 2 }, 'job')).toThrow(code('ExecutionAlreadyExists'));
    await harness.clock.run();
    expect(() => harness.start({ a: 1 }, 'job')).toThrow(code('ExecutionAlreadyExists'));
    expect(harness.service.executions({ of: MACHINE_ARN }).items).toEqual([first]);
  });

  test.each<[why: string, name: string, accepted: boolean]>([
    ['of a job', 'upgrade-job-01JNK3V5Q0-r2', true],
    ['of 80 characters', 'x'.repeat(80), true],
    ['of 81 characters', 'x'.repeat(81), false],
    ['of none', '', false],
    ['with umlauts', 'Aktualisierung-für-ü', true],
    ['with other punctuation', "a.b_c-d+e!f@g(h)i=j'k", true],
    ...[...' <>{}[]?*"#%\\^|~`$&,;:/\n\u0000\u009f'].map((bad): [string, string, boolean] => [
      `with ${JSON.stringify(bad)}`,
      `a${bad}b`,
      false,
    ]),
  ])('with a name %s: %j: %j', (_, name, accepted) => {
    const harness = new Harness(waiting());
    const start = () => harness.start({}, name);
    if (accepted) expect(start().name).toBe(name);
    else expect(start).toThrow(code('InvalidName'));
  });

  test.each<[why: string, request: object, error: string]>([
    ['an input that is not JSON', { input: "{'a': 1}" }, 'InvalidExecutionInput'],
    ['an empty input', { input: '' }, 'InvalidExecutionInput'],
    ['an unknown machine', { stateMachineArn: `${MACHINE_ARN}2` }, 'StateMachineDoesNotExist'],
    ['no ARN', { stateMachineArn: 'machine' }, 'InvalidArn'],
  ])('with %s is refused', (_, change, error) => {
    const { service } = new Harness(waiting());
    expect(() => service.startExecution({ stateMachineArn: MACHINE_ARN, ...change })).toThrow(code(error));
  });

  test('is not possible for a definition that is refused', () => {
    const stateMachines = [{ arn: MACHINE_ARN, name: 'machine', definition: only({ Type: 'Pass', Seconds: 1 }) }];
    const invoke = async () => null;
    expect(() => new StepFunctions({ clock: new VirtualClock(START), stateMachines, invoke })).toThrow(DefinitionError);
  });
});

describe('an execution', () => {
  test('that waits three days takes no time on the virtual clock', async () => {
    const definition = {
      StartAt: 'Wait until woken',
      States: {
        'Wait until woken': {
          Type: 'Task',
          Resource: TOKEN_RESOURCE,
          Parameters: { FunctionName: functionArn('wait-until-woken'), Payload: { 'token.$': '$$.Task.Token' } },
          TimeoutSecondsPath: '$.waitSeconds',
          Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.woken', Next: 'Wait' }],
          End: true,
        },
        Wait: { Type: 'Wait', Seconds: 86_400, End: true },
      },
    };
    const harness = new Harness(definition, { 'wait-until-woken': () => null });
    const began = performance.now();
    const execution = await harness.run({ waitSeconds: 2 * 86_400 });
    expect(harness.seconds()).toBe(3 * 86_400);
    expect(output(execution)).toEqual({ waitSeconds: 172_800, woken: { Error: 'States.Timeout', Cause: '' } });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('times out with its machine, whatever it waits for', async () => {
    const harness = new Harness({ ...waiting(), TimeoutSeconds: 10 });
    const execution = await harness.run();
    expect(execution).toMatchObject({ status: 'TIMED_OUT', failure: {} });
    expect(line(execution).at(-1)).toBe('3 0 ExecutionTimedOut');
    expect(harness.seconds()).toBe(10);
  });

  test('that ends leaves no timer behind', async () => {
    const harness = new Harness({ ...only({ Type: 'Pass' }), TimeoutSeconds: 86_400 });
    expect((await harness.run()).status).toBe('SUCCEEDED');
    expect(harness.seconds()).toBe(0);
  });

  test.each<[why: string, failure: object]>([
    ['with a reason', { error: 'Stopped', cause: 'By hand.' }],
    ['without one', {}],
  ])('can be stopped %s', async (_, failure) => {
    const harness = new Harness(waiting());
    const execution = harness.start();
    await harness.pass(5);
    const stoppedAt = harness.service.stopExecution(execution.arn, failure);
    expect(stoppedAt).toBe(START.getTime() + 5_000);
    expect(execution).toMatchObject({ status: 'ABORTED', stoppedAt, failure });
    expect(execution.history.at(-1)).toMatchObject({
      id: 3,
      previousEventId: 0,
      details: { executionAbortedEventDetails: failure },
    });
    await harness.clock.run();
    expect(execution.history.length).toBe(3);
    expect(harness.seconds()).toBe(5);
  });

  test('that was stopped or has ended stays as it is', async () => {
    const harness = new Harness(only({ Type: 'Pass' }));
    const execution = await harness.run();
    await harness.pass(60);
    expect(harness.service.stopExecution(execution.arn)).toBe(START.getTime());
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('can be stopped before its first step', async () => {
    const harness = new Harness(only({ Type: 'Pass' }));
    const execution = harness.start();
    harness.service.stopExecution(execution.arn);
    await harness.clock.run();
    expect(line(execution)).toEqual(['1 0 ExecutionStarted', '2 0 ExecutionAborted']);
  });

  test.each([
    ['arn:aws:states:eu-west-1:111122223333:execution:machine:nothing', 'ExecutionDoesNotExist'],
    ['nothing', 'InvalidArn'],
  ])('%s is %s', (arn, error) => {
    const { service } = new Harness(waiting());
    expect(() => service.execution(arn)).toThrow(code(error));
    expect(() => service.stopExecution(arn)).toThrow(code(error));
  });
});

describe('a list of executions', () => {
  const started = async () => {
    const harness = new Harness({
      StartAt: 'Which?',
      States: {
        'Which?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.wait', BooleanEquals: true, Next: 'Pause' }],
          Default: 'End',
        },
        Pause: { Type: 'Wait', Seconds: 60, Next: 'End' },
        End: { Type: 'Succeed' },
      },
    });
    for (let index = 0; index < 5; index++) harness.start({ wait: index % 2 === 0 }, `job-${index}`);
    await harness.settle();
    return harness;
  };
  const names = ({ items }: { items: readonly { name: string }[] }) => items.map(({ name }) => name);

  test('has the newest first', async () => {
    const { service } = await started();
    expect(names(service.executions({ of: MACHINE_ARN }))).toEqual(['job-4', 'job-3', 'job-2', 'job-1', 'job-0']);
  });

  test('may be of one status', async () => {
    const { service } = await started();
    expect(names(service.executions({ of: MACHINE_ARN, statusFilter: 'RUNNING' }))).toEqual([
      'job-4',
      'job-2',
      'job-0',
    ]);
    expect(names(service.executions({ of: MACHINE_ARN, statusFilter: 'SUCCEEDED' }))).toEqual(['job-3', 'job-1']);
    expect(names(service.executions({ of: MACHINE_ARN, statusFilter: 'FAILED' }))).toEqual([]);
  });

  test('comes in pages, which stay what they are when others start', async () => {
    const harness = await started();
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = harness.service.executions({ of: MACHINE_ARN, statusFilter: 'RUNNING', maxResults: 2, nextToken });
      seen.push(...names(page));
      nextToken = page.nextToken;
      harness.start({ wait: true });
    } while (nextToken !== undefined);
    expect(seen).toEqual(['job-4', 'job-2', 'job-0']);
  });

  test.each(['x', Buffer.from('at 99').toString('base64url'), Buffer.from('at -1').toString('base64url')])(
    'with the token %j is InvalidToken',
    async (nextToken) => {
      const { service } = await started();
      expect(() => service.executions({ of: MACHINE_ARN, nextToken })).toThrow(code('InvalidToken'));
    },
  );
});

describe('status changes', () => {
  const told = async (definition: object, act: (harness: Harness) => unknown = () => {}) => {
    const changes: StatusChange[] = [];
    const harness = new Harness(definition, {}, { onStatusChange: (change) => changes.push(change) });
    harness.start({ a: 1 }, 'job');
    expect(changes).toEqual([]);
    await act(harness);
    await harness.clock.run();
    return changes;
  };
  const startDate = START.getTime();

  test('are told as EventBridge tells them', async () => {
    const base = {
      executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:machine:job',
      stateMachineArn: MACHINE_ARN,
      name: 'job',
      startDate,
      input: '{"a":1}',
      error: null,
      cause: null,
    };
    expect(await told(waiting(90))).toEqual([
      { ...base, status: 'RUNNING', stopDate: null, output: null },
      { ...base, status: 'SUCCEEDED', stopDate: startDate + 90_000, output: '{"a":1}' },
    ]);
  });

  const failing = { StartAt: 'Stop', States: { Stop: { Type: 'Fail', Error: 'E', Cause: 'C' } } };
  test.each<[status: string, definition: object, act: (harness: Harness) => unknown, more: object]>([
    ['FAILED', failing, () => {}, { error: 'E', cause: 'C' }],
    ['TIMED_OUT', { ...waiting(), TimeoutSeconds: 5 }, () => {}, { error: null, stopDate: startDate + 5_000 }],
    [
      'ABORTED',
      waiting(),
      ({ service }) => service.stopExecution(service.executions({ of: MACHINE_ARN }).items[0]?.arn ?? ''),
      { error: null },
    ],
  ])('tell of %s', async (status, definition, act, more) => {
    expect((await told(definition, act)).at(-1)).toMatchObject({ status, output: null, ...more });
  });

  test('are not told of the children of a distributed map', async () => {
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Keep',
      States: { Keep: { Type: 'Pass', End: true } },
    };
    const definition = only({ Type: 'Map', ItemProcessor, ItemsPath: '$$.Execution.Input.items' });
    const changes: StatusChange[] = [];
    const harness = new Harness(definition, {}, { onStatusChange: (change) => changes.push(change) });
    await harness.run({ items: [1, 2, 3] });
    expect(changes.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  test('may lead to new executions', async () => {
    const harness: Harness = new Harness(
      failing,
      {},
      {
        onStatusChange: ({ status, name }) => {
          if (status === 'FAILED' && name === 'job') harness.start({}, 'job-r2');
        },
      },
    );
    harness.start({}, 'job');
    await harness.clock.run();
    expect(harness.service.executions({ of: MACHINE_ARN, statusFilter: 'FAILED' }).items.length).toBe(2);
  });
});

test('tokens come from the bytes that the service is given', async () => {
  const definition = only({
    Type: 'Task',
    Resource: TOKEN_RESOURCE,
    Parameters: { FunctionName: functionArn('give'), Payload: { 'token.$': '$$.Task.Token' } },
    TimeoutSeconds: 5,
  });
  const tokens = await Promise.all(
    [countingBytes(), countingBytes(), undefined].map(async (random) => {
      const harness = new Harness(definition, { give: () => null }, random === undefined ? {} : { random });
      await harness.run();
      return text(harness.calls[0]?.payload ?? null, 'token');
    }),
  );
  expect(tokens[0]).toBe(tokens[1]);
  expect(tokens[0]).toHaveLength(64);
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
