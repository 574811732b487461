import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../local/clock.ts';
import type { Execution } from '../../local/step-functions/execution.ts';
import { isObject, type Json } from '../../local/step-functions/json.ts';
import { KeptStepFunctions } from '../../local/step-functions/kept-executions.ts';
import {
  DISTRIBUTED,
  type Functions,
  functionArn,
  INLINE,
  MACHINE_ARN,
  mapMachine,
  numbers,
  only,
  output,
  START,
  TOKEN_RESOURCE,
  text,
  types,
} from './step-functions-fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-executions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'executions.jsonl');
const never = () => new Promise(() => undefined);

/** One process with Step Functions, which can be killed: the next one opens the same file. */
class Life {
  readonly calls: string[] = [];
  readonly problems: string[] = [];
  readonly changes: string[] = [];

  private constructor(
    readonly clock: VirtualClock,
    private readonly start: (life: Life) => Promise<KeptStepFunctions>,
  ) {}

  static async begin(
    definition: unknown,
    functions: Functions,
    atSeconds = 0,
  ): Promise<Life & { service: KeptStepFunctions }> {
    const clock = new VirtualClock(new Date(START.getTime() + atSeconds * 1000));
    const life = new Life(clock, (self) =>
      KeptStepFunctions.open({
        file: file(),
        clock,
        stateMachines: [{ arn: MACHINE_ARN, name: 'machine', definition }],
        invoke: async (arn, payload) => {
          const name = arn.split(':').at(-1) ?? '';
          self.calls.push(name);
          return functions[name]?.(payload);
        },
        onStatusChange: ({ status }) => self.changes.push(status),
        onProblem: (problem) => self.problems.push(problem),
      }),
    );
    const service = await life.start(life);
    await service.goLive();
    return Object.assign(life, { service });
  }

  /** Lets everything happen that happens by itself within these seconds. */
  async pass(seconds: number): Promise<void> {
    const until = this.clock.now() + seconds * 1000;
    let isOver = false;
    this.clock.schedule(seconds * 1000, () => {
      isOver = true;
    });
    while (!isOver) {
      for (let turn = 0; turn < 6; turn++) await nextTurn();
      await this.clock.run(once());
    }
    expect(this.clock.now()).toBe(until);
    for (let turn = 0; turn < 6; turn++) await nextTurn();
  }
}

/** Lets a clock fire one timer. */
function once(): () => boolean {
  let asked = 0;
  return () => asked++ > 0;
}

type Living = Awaited<ReturnType<typeof Life.begin>>;
const start = ({ service }: Living, input: Json = {}): Execution =>
  service.startExecution({ stateMachineArn: MACHINE_ARN, name: 'first', input: JSON.stringify(input) });
const first = ({ service }: Living): Execution =>
  service.execution(`${MACHINE_ARN.replace(':stateMachine:', ':execution:')}:first`);

const task = (name: string, fields: object = {}) => ({ Type: 'Task', Resource: functionArn(name), ...fields });
const tokenTask = (fields: object = {}) => ({
  Type: 'Task',
  Resource: TOKEN_RESOURCE,
  Parameters: { FunctionName: functionArn('give'), Payload: { 'token.$': '$$.Task.Token' } },
  ...fields,
});

describe('after a kill', () => {
  test('a task that waits is answered with the token it gave before', async () => {
    const tokens: string[] = [];
    const give = { give: (payload: Json) => void tokens.push(text(payload, 'token')) };
    const before = await Life.begin(only(tokenTask()), give);
    start(before);
    await before.pass(1);

    const after = await Life.begin(only(tokenTask()), give, 5);
    expect(first(after).history).toEqual(first(before).history);
    after.service.sendTaskSuccess(tokens[0] ?? '', '{"answer":1}');
    await after.pass(1);
    expect(first(after)).toMatchObject({ status: 'SUCCEEDED' });
    expect(output(first(after))).toEqual({ answer: 1 });
    expect(tokens).toHaveLength(1);
  });

  test('a function that was under way has failed, and is retried as its state says', async () => {
    const Retry = [{ ErrorEquals: ['Runtime.ExitError'], IntervalSeconds: 10, MaxAttempts: 1 }];
    const before = await Life.begin(only(task('work', { Retry })), { work: never });
    start(before);
    await before.pass(1);

    const after = await Life.begin(only(task('work', { Retry })), { work: () => 'done' }, 5);
    await after.pass(9);
    expect(after.calls).toEqual([]);
    await after.pass(2);
    expect(after.calls).toEqual(['work']);
    expect(output(first(after))).toBe('done');
    expect(types(first(after))).toContain('LambdaFunctionFailed');
  });

  test('a wait waits for the rest of its time', async () => {
    const wait = only({ Type: 'Wait', Seconds: 60 });
    const before = await Life.begin(wait, {});
    start(before);
    await before.pass(20);

    const after = await Life.begin(wait, {}, 50);
    await after.pass(9);
    expect(first(after).status).toBe('RUNNING');
    await after.pass(2);
    expect(first(after)).toMatchObject({ status: 'SUCCEEDED', stoppedAt: START.getTime() + 60_000 });
  });

  test('what was due meanwhile happens at once', async () => {
    const before = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {});
    start(before);
    await before.pass(1);
    const after = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {}, 3600);
    await after.pass(0);
    expect(first(after).status).toBe('SUCCEEDED');
  });

  test('it tells of ends, and not again of what it told before', async () => {
    const before = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {});
    start(before);
    await before.pass(1);
    expect(before.changes).toEqual(['RUNNING']);
    const after = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {}, 3600);
    await after.pass(0);
    expect(after.changes).toEqual(['SUCCEEDED']);
  });

  test('what was closed in order goes on, too, and what comes after the close counts for nothing', async () => {
    let fail: (error: Error) => void = () => undefined;
    const before = await Life.begin(only(task('work')), {
      work: () => new Promise((_, reject) => (fail = reject)),
    });
    start(before);
    await before.pass(1);
    before.service.close();
    fail(new Error('The function host was stopped.'));
    await before.pass(1);
    const after = await Life.begin(only(task('work')), {});
    await after.pass(1);
    expect(first(after).failure).toMatchObject({ error: 'Runtime.ExitError' });
  });
});

describe.each([
  ['inline', INLINE],
  ['distributed', DISTRIBUTED],
])('a map that is %s, killed after any entry', (_, mode) => {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }];
  const each = {
    Try: task('work', { Retry, ResultPath: '$.done', Next: 'Rest' }),
    Rest: { Type: 'Wait', Seconds: 5, Next: 'Ask' },
    Ask: tokenTask({ ResultPath: '$.answer', End: true, Retry, TimeoutSeconds: 30 }),
  };
  const definition = mapMachine(mode, each, {
    ItemsPath: '$.items',
    MaxConcurrency: 2,
    ItemSelector: { 'n.$': '$$.Map.Item.Value' },
  });
  const functions = (service: () => KeptStepFunctions | undefined): Functions => ({
    work: (payload) => (isObject(payload) ? `worked on ${payload['n']}` : null),
    give: (payload) => void setImmediate(() => service()?.sendTaskSuccess(text(payload, 'token'), '"yes"')),
  });
  const expected = numbers(3).map((n) => ({ n, done: `worked on ${n}`, answer: 'yes' }));

  async function live(atSeconds: number): Promise<Living> {
    let living: Living | undefined;
    living = await Life.begin(
      definition,
      functions(() => living?.service),
      atSeconds,
    );
    return living;
  }

  test('ends as it would have ended', async () => {
    const whole = await live(0);
    start(whole, { items: numbers(3) });
    await whole.pass(60);
    expect(output(first(whole))).toEqual(expected);
    whole.service.close();
    const lines = readFileSync(file(), 'utf8').split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(12);
    for (let kept = 2; kept <= lines.length; kept++) {
      writeFileSync(file(), `${lines.slice(0, kept).join('\n')}\n{"at":17`); // and a line that was cut short
      const after = await live(20);
      await after.pass(200);
      expect({ kept, problems: after.problems, output: output(first(after)) }).toEqual({
        kept,
        problems: [],
        output: expected,
      });
      after.service.close();
    }
  });
});

test('another definition begins anew, keeps what there was beside it, and says so', async () => {
  const before = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {});
  start(before);
  await before.pass(1);
  before.service.close();
  const after = await Life.begin(only({ Type: 'Wait', Seconds: 61 }), {});
  expect(after.problems).toEqual([expect.stringContaining('The state machine is another one')]);
  expect(() => first(after)).toThrow('Execution Does Not Exist');
  expect(existsSync(`${file()}.1`)).toBe(true);
});

test('a record that fits no run of the interpreter is put aside in the same way', async () => {
  const before = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {});
  start(before);
  before.service.close();
  writeFileSync(
    file(),
    `${readFileSync(file(), 'utf8')}${JSON.stringify({ at: 1, what: { kind: 'timer', number: 9 } })}\n`,
  );
  const after = await Life.begin(only({ Type: 'Wait', Seconds: 60 }), {});
  expect(after.problems).toEqual([expect.stringContaining('There is no timer of number 9')]);
});
