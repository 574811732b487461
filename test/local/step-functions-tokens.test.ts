import { describe, expect, test } from '@jest/globals';
import { FunctionError } from '../../local/step-functions/failure.ts';
import type { Json } from '../../local/step-functions/json.ts';
import {
  functionArn,
  Harness,
  line,
  only,
  output,
  requireUsedValid,
  TOKEN_RESOURCE,
  text,
  types,
} from './step-functions-fixtures.ts';

const never = () => new Promise(() => {});
const giveToken = {
  Type: 'Task',
  Resource: TOKEN_RESOURCE,
  Parameters: { FunctionName: functionArn('give'), Payload: { 'job.$': '$.job', 'token.$': '$$.Task.Token' } },
};
const tokenTask = (fields: object = {}) => only({ ...giveToken, ...fields });

describe('a token task', () => {
  test('waits for its token, and is told step by step', async () => {
    const harness = new Harness(tokenTask({ TimeoutSeconds: 600, ResultPath: '$.woken' }), { give: () => 'given' });
    const execution = harness.start({ job: 'j1' });
    await harness.pass(200);
    expect(execution.status).toBe('RUNNING');
    const token = text(harness.calls[0]?.payload ?? null, 'token');
    harness.service.sendTaskSuccess(token, '{"by":"event"}');
    await harness.clock.run();
    expect(output(execution)).toEqual({ job: 'j1', woken: { by: 'event' } });
    expect(harness.seconds()).toBe(200);
    expect(line(execution)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 TaskScheduled',
      '4 3 TaskStarted',
      '5 4 TaskSubmitted',
      '6 5 TaskSucceeded',
      '7 6 TaskStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    const task = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
    const parameters = JSON.stringify({ FunctionName: functionArn('give'), Payload: { job: 'j1', token } });
    const submitted = JSON.stringify({ ExecutedVersion: '$LATEST', Payload: 'given', StatusCode: 200 });
    expect(execution.history.slice(2, 6).map(({ details }) => details)).toEqual([
      { taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters, timeoutInSeconds: 600 } },
      { taskStartedEventDetails: task },
      { taskSubmittedEventDetails: { ...task, output: submitted, outputDetails: { truncated: false } } },
      { taskSucceededEventDetails: { ...task, output: '{"by":"event"}', outputDetails: { truncated: false } } },
    ]);
  });

  test('may be answered before the function that got the token has returned', async () => {
    let back: (value: Json) => void = () => {};
    const harness: Harness = new Harness(tokenTask(), {
      give: (payload) => {
        harness.service.sendTaskSuccess(text(payload, 'token'), '"early"');
        return new Promise<Json>((resolve) => (back = resolve));
      },
    });
    const execution = await harness.run({ job: 'j1' });
    expect(output(execution)).toBe('early');
    back('late');
    await harness.clock.run();
    expect(types(execution)).not.toContain('TaskSubmitted');
  });

  test('that was answered is not told when its function returns', async () => {
    const definition = {
      StartAt: 'Only',
      States: {
        Only: { ...giveToken, Next: 'Pause' },
        Pause: { Type: 'Wait', Seconds: 60, End: true },
      },
    };
    const harness: Harness = new Harness(definition, {
      give: (payload) => {
        harness.service.sendTaskSuccess(text(payload, 'token'), '"early"');
        return new Promise((resolve) => harness.clock.schedule(30_000, () => resolve('late')));
      },
    });
    expect(types(await harness.run({ job: 'j1' }))).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'],
      ...['WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded'],
    ]);
  });

  test('that was answered does not mind what its function throws afterwards', async () => {
    const harness: Harness = new Harness(tokenTask(), {
      give: (payload) => {
        harness.service.sendTaskSuccess(text(payload, 'token'), '"early"');
        throw new Error('afterwards');
      },
    });
    expect(await harness.run({ job: 'j1' })).toMatchObject({ status: 'SUCCEEDED', output: { value: 'early' } });
  });

  test('fails at once where its function throws', async () => {
    const give = () => {
      throw new FunctionError('Broken', 'It did not work.');
    };
    const harness = new Harness(tokenTask({ TimeoutSeconds: 600 }), { give });
    const execution = await harness.run({ job: 'j1' });
    expect(execution.failure?.error).toBe('Broken');
    expect(harness.seconds()).toBe(0);
    expect(line(execution).slice(-2)).toEqual(['5 4 TaskFailed', '6 5 ExecutionFailed']);
  });

  test.each<[why: string, failure: object, told: object, caught: object]>([
    ['with error and cause', { error: 'E', cause: 'C' }, { error: 'E', cause: 'C' }, { Error: 'E', Cause: 'C' }],
    ['without either', {}, {}, { Error: null, Cause: null }],
  ])('fails as somebody says %s', async (_, failure, told, caught) => {
    const definition = {
      StartAt: 'Only',
      States: {
        Only: { ...giveToken, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], Next: 'Caught' },
        Caught: { Type: 'Succeed' },
      },
    };
    const harness = new Harness(definition, { give: () => null });
    const execution = harness.start({ job: 'j1' });
    await harness.settle();
    harness.service.sendTaskFailure(text(harness.calls[0]?.payload ?? null, 'token'), failure);
    await harness.clock.run();
    expect(output(execution)).toEqual(caught);
    expect(execution.history.find(({ type }) => type === 'TaskFailed')?.details).toEqual({
      taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke.waitForTaskToken', ...told },
    });
  });

  test('times out, which a retrier for States.TaskFailed leaves alone', async () => {
    const definition = tokenTask({ TimeoutSeconds: 120, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] });
    const harness = new Harness(definition, { give: () => null });
    const execution = await harness.run({ job: 'j1' });
    expect(harness.seconds()).toBe(120);
    expect(line(execution).slice(-2)).toEqual(['6 5 TaskTimedOut', '7 6 ExecutionFailed']);
    expect(execution.failure).toEqual({ error: 'States.Timeout' });
  });

  test('times out even where its function has not returned', async () => {
    const harness = new Harness(tokenTask({ TimeoutSeconds: 120 }), { give: never });
    const execution = await harness.run({ job: 'j1' });
    expect(types(execution).slice(-3)).toEqual(['TaskStarted', 'TaskTimedOut', 'ExecutionFailed']);
  });

  test('gets a new token for each attempt', async () => {
    let turn = 0;
    const give = () => {
      if (turn++ === 0) throw new Error('not yet');
    };
    const harness = new Harness(tokenTask({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), { give });
    const execution = harness.start({ job: 'j1' });
    await harness.pass(5);
    const [first, second] = harness.calls.map(({ payload }) => text(payload, 'token'));
    expect(first).not.toBe(second);
    expect(() => harness.service.sendTaskSuccess(first ?? '', '1')).toThrow(
      expect.objectContaining({ code: 'TaskTimedOut' }),
    );
    harness.service.sendTaskSuccess(second ?? '', '2');
    await harness.clock.run();
    expect(output(execution)).toBe(2);
  });

  describe('with a heartbeat', () => {
    const definition = (more: object = {}) => tokenTask({ TimeoutSeconds: 100, HeartbeatSeconds: 10, ...more });

    test.each<[why: string, beats: readonly number[], end: number]>([
      ['ends when it misses the first', [], 10],
      ['ends when it misses a later one', [9, 18, 27], 37],
      ['ends with its timeout at the latest', [9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99], 100],
    ])('%s', async (_, beats, end) => {
      const harness = new Harness(definition(), { give: () => null });
      const execution = harness.start({ job: 'j1' });
      await harness.settle();
      const token = text(harness.calls[0]?.payload ?? null, 'token');
      for (const at of beats) harness.clock.schedule(at * 1000, () => harness.service.sendTaskHeartbeat(token));
      await harness.clock.run();
      expect(execution.failure).toMatchObject({ error: 'States.Timeout' });
      expect(harness.seconds()).toBe(end);
    });

    test('is caught by its own name', async () => {
      const Retry = [{ ErrorEquals: ['States.HeartbeatTimeout'], MaxAttempts: 1 }];
      const harness = new Harness(definition({ Retry }), { give: () => null });
      await harness.run({ job: 'j1' });
      expect(harness.calls.map(({ at }) => at)).toEqual([0, 11]);
    });
  });
});

describe('a token', () => {
  const given = async (fields: object = {}) => {
    const harness = new Harness(tokenTask({ TimeoutSeconds: 60, ...fields }), { give: () => null });
    const execution = harness.start({ job: 'j1' });
    await harness.settle();
    return { harness, execution, token: text(harness.calls[0]?.payload ?? null, 'token') };
  };

  test.each<[why: string, end: (harness: Harness, token: string, arn: string) => unknown]>([
    ['after its answer', ({ service }, token) => service.sendTaskSuccess(token, '{}')],
    ['after its failure', ({ service }, token) => service.sendTaskFailure(token)],
    ['after its timeout', (harness) => harness.clock.run()],
    ['after the end of its execution', ({ service }, _, arn) => service.stopExecution(arn)],
  ])('%s is of no use any more', async (_, end) => {
    const { harness, execution, token } = await given();
    await end(harness, token, execution.arn);
    const timedOut = expect.objectContaining({ code: 'TaskTimedOut' });
    expect(() => harness.service.sendTaskSuccess(token, '{}')).toThrow(timedOut);
    expect(() => harness.service.sendTaskFailure(token)).toThrow(timedOut);
    expect(() => harness.service.sendTaskHeartbeat(token)).toThrow(timedOut);
    const events = execution.history.length;
    await harness.clock.run();
    expect(types(execution).slice(events)).not.toContain('TaskSucceeded');
  });

  test('that was never given away is InvalidToken', async () => {
    const { harness, token } = await given();
    const invalid = expect.objectContaining({ code: 'InvalidToken' });
    for (const guess of ['x', `${token}x`, token.slice(0, -1)]) {
      expect(() => harness.service.sendTaskSuccess(guess, '{}')).toThrow(invalid);
      expect(() => harness.service.sendTaskHeartbeat(guess)).toThrow(invalid);
    }
  });

  test('cannot be answered with what is not JSON, and stays open', async () => {
    const { harness, execution, token } = await given();
    expect(() => harness.service.sendTaskSuccess(token, 'no')).toThrow(
      expect.objectContaining({ code: 'InvalidOutput' }),
    );
    harness.service.sendTaskSuccess(token, '"yes"');
    await harness.settle();
    expect(output(execution)).toBe('yes');
  });
});

test('all definitions of these tests would be accepted by others', requireUsedValid);
