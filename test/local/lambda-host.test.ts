import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Clock } from '../../local/clock.ts';
import { LambdaHost } from '../../local/lambda-host.ts';
import type { LambdaFunction } from '../../local/template.ts';

/** One bundle for all tests: what it does is in the event. */
const bundle = `
  import { threadId } from 'node:worker_threads';
  let count = 0;
  const waiting = new Map();
  const actions = {
    echo: async ({ value }) => value,
    environment: async () => ({ ...process.env }),
    context: async (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
    count: async () => { count += 1; return [threadId, count]; },
    wait: ({ name }) => new Promise((resolve) => waiting.set(name, resolve)),
    release: async ({ name, value }) => { waiting.get(name)(value); waiting.delete(name); },
    fail: async ({ message }) => { const error = new Error(message); error.name = 'ConditionalCheckFailedException'; throw error; },
    throwText: async () => { throw 'only text'; },
    never: () => new Promise(() => {}),
    spin: () => { for (;;); },
    exit: () => { process.exit(7); },
    reject: () => { Promise.reject(new RangeError('nobody waits')); return new Promise(() => {}); },
    hog: () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); },
    large: async ({ bytes }) => 'x'.repeat(bytes),
    print: async ({ text }) => { console.log(text); console.error(text); },
  };
  export const handler = (event, context) => actions[event.action](event, context);
`;

const folder = mkdtempSync(join(tmpdir(), 'lambda-host-test-'));
let host: LambdaHost;
let output: string[];

beforeAll(async () => {
  await writeFile(join(folder, 'index.mjs'), bundle);
  await writeFile(join(folder, 'broken.mjs'), 'throw new SyntaxError("broken bundle");');
});
afterAll(() => rm(folder, { recursive: true }));

const fn = (name: string, change: Partial<LambdaFunction> = {}): LambdaFunction => ({
  logicalId: name,
  name,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  assetFolder: folder,
  handler: 'index.handler',
  environment: { TABLE_NAME: `table of ${name}` },
  timeoutSeconds: 10,
  memoryMb: 128,
  ...change,
});
const one = fn('one');
const two = fn('two');
const quick = fn('quick', { timeoutSeconds: 0.25 });
const slow = fn('slow', { timeoutSeconds: 20 });
const small = fn('small', { memoryMb: 16 });
const broken = fn('broken', { handler: 'broken.handler' });
const unexported = fn('unexported', { handler: 'index.other' });
const missing = fn('missing', { handler: 'gone.handler' });

beforeEach(() => {
  output = [];
  host = new LambdaHost({
    functions: [one, two, quick, small, broken, unexported, missing],
    region: 'us-east-1',
    environment: { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1' },
    onOutput: (name, text) => output.push(`${name}: ${text}`),
  });
});
afterEach(() => host.stop());

const invoke = (of: LambdaFunction, action: string, more: object = {}) => host.invoke(of.arn, { action, ...more });

test('a thread that is killed fails with all that is under way in it, and the next one has a new one', async () => {
  const kills = [undefined, 0, undefined];
  const faulty = new LambdaHost({ functions: [one], region: 'us-east-1', environment: {}, fault: () => kills.shift() });
  try {
    const both = [faulty.invoke(one.arn, { action: 'never' }), faulty.invoke(one.arn, { action: 'never' })];
    const killed = {
      report: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') },
    };
    for (const invocation of both) await expect(invocation).rejects.toMatchObject(killed);
    expect(await faulty.invoke(one.arn, { action: 'echo', value: 'again' })).toBe('again');
  } finally {
    await faulty.stop();
  }
});

describe('an invocation', () => {
  test.each([['text'], [null], [{ nested: ['x', 1, true] }]])('answers %j through JSON', async (value) => {
    expect(await invoke(one, 'echo', { value })).toEqual(value);
  });

  test('that answers nothing answers null', async () => {
    expect(await invoke(one, 'echo')).toBeNull();
  });

  test('gets what Lambda tells about it', async () => {
    expect(await invoke(one, 'context')).toEqual({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'one',
      functionVersion: '$LATEST',
      invokedFunctionArn: one.arn,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/one',
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      remaining: expect.any(Number),
    });
    const { remaining } = z.object({ remaining: z.number() }).parse(await invoke(quick, 'context'));
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(250);
  });

  test('sees its own environment and nothing of this process', async () => {
    process.env['SECRET_OF_THE_DEVELOPER'] = 'x';
    const environment = await invoke(one, 'environment');
    delete process.env['SECRET_OF_THE_DEVELOPER'];
    expect(environment).toMatchObject({
      TABLE_NAME: 'table of one',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_LAMBDA_FUNCTION_NAME: 'one',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_DEVELOPER');
    expect(environment).not.toHaveProperty('PATH');
    expect(await invoke(two, 'environment')).toMatchObject({ TABLE_NAME: 'table of two' });
  });

  test('shares its thread with the others of its function, and with no other function', async () => {
    const first = await invoke(one, 'count');
    const again = await invoke(one, 'count');
    const other = await invoke(two, 'count');
    const counted = z.tuple([z.number(), z.number()]);
    const [thread] = counted.parse(first);
    expect(again).toEqual([thread, 2]);
    expect(counted.parse(other)[0]).not.toBe(thread);
    expect(counted.parse(other)[1]).toBe(1);
  });

  test('runs while others of its function wait, and each gets its own answer', async () => {
    const first = invoke(one, 'wait', { name: 'first' });
    const second = invoke(one, 'wait', { name: 'second' });
    await invoke(one, 'echo');
    await invoke(one, 'release', { name: 'second', value: 2 });
    await invoke(one, 'release', { name: 'first', value: 1 });
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  test('writes to the callback and not to this process', async () => {
    await invoke(one, 'print', { text: 'hello' });
    await invoke(one, 'echo');
    expect(output.sort()).toEqual(['one: hello\n', 'one: hello\n']);
  });
});

describe('a function that', () => {
  const cases: [string, LambdaFunction, object, object][] = [
    [
      'throws',
      one,
      { action: 'fail', message: 'no' },
      { errorType: 'ConditionalCheckFailedException', errorMessage: 'no' },
    ],
    [
      'throws what is no error',
      one,
      { action: 'throwText' },
      { errorType: 'string', errorMessage: 'only text', trace: [] },
    ],
    [
      'takes too long',
      quick,
      { action: 'never' },
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: .* Error: Task timed out after 0.25 seconds$/),
      },
    ],
    ['blocks its thread', quick, { action: 'spin' }, { errorType: 'Sandbox.Timedout' }],
    [
      'exits',
      one,
      { action: 'exit' },
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/Runtime exited with error: exit status 7$/),
      },
    ],
    [
      'leaves a rejection unhandled',
      one,
      { action: 'reject' },
      { errorType: 'RangeError', errorMessage: 'nobody waits' },
    ],
    [
      'takes more memory than it has',
      small,
      { action: 'hog' },
      { errorMessage: expect.stringMatching(/memory limit/) },
    ],
    ['answers over 6 MB', one, { action: 'large', bytes: 6_291_555 }, { errorType: 'Function.ResponseSizeTooLarge' }],
    ['does not load', broken, {}, { errorType: 'SyntaxError', errorMessage: 'broken bundle' }],
    ['exports no such handler', unexported, {}, { errorType: 'Runtime.HandlerNotFound' }],
    ['has no bundle', missing, {}, { errorType: 'Runtime.ImportModuleError' }],
  ];
  test.each(cases)('%s fails with the error that Lambda gives', async (_name, of, event, report) => {
    await expect(host.invoke(of.arn, event)).rejects.toMatchObject({ name: 'LambdaFunctionError', report });
  });

  test('crashes fails all that it has under way, and starts anew for the next', async () => {
    const waiting = invoke(one, 'wait', { name: 'x' });
    const crash = invoke(one, 'exit');
    await expect(waiting).rejects.toMatchObject({ report: { errorType: 'Runtime.ExitError' } });
    await expect(crash).rejects.toMatchObject({ report: { errorType: 'Runtime.ExitError' } });
    expect(await invoke(one, 'count')).toEqual([expect.any(Number), 1]);
  });

  test('times out leaves its siblings alone, and starts anew for the next', async () => {
    const timeouts: (() => void)[] = [];
    const clock: Clock = {
      now: () => 0,
      schedule(delayMs, callback) {
        if (delayMs === slow.timeoutSeconds * 1000) timeouts.push(callback);
        return () => undefined;
      },
    };
    const own = new LambdaHost({ functions: [slow], region: 'us-east-1', environment: {}, clock });
    const invokeSlow = (action: string, more: object = {}) => own.invoke(slow.arn, { action, ...more });
    const before = await invokeSlow('count');
    timeouts.length = 0;
    const [first, second] = [invokeSlow('never'), invokeSlow('wait', { name: 'sibling' })];
    await invokeSlow('echo');
    timeouts[0]?.();
    await expect(first).rejects.toMatchObject({ report: { errorType: 'Sandbox.Timedout' } });
    const after = await invokeSlow('count');
    expect(after).toEqual([expect.any(Number), 1]);
    expect(after).not.toEqual(before);
    timeouts[1]?.();
    await expect(second).rejects.toMatchObject({ report: { errorType: 'Sandbox.Timedout' } });
    await own.stop();
  });
});

describe('the host', () => {
  test('ends the thread of a function that timed out', async () => {
    await expect(invoke(quick, 'spin')).rejects.toMatchObject({ report: { errorType: 'Sandbox.Timedout' } });
    while (host.threads > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('starts no thread before the first invocation and counts what it ran', async () => {
    expect(host.statistics()).toEqual({});
    await invoke(one, 'echo');
    await invoke(one, 'fail').catch(() => undefined);
    expect(host.statistics()).toEqual({
      one: { invocations: 2, errors: 1, starts: 1, totalMs: expect.any(Number), longestMs: expect.any(Number) },
    });
  });

  test('refuses a function that it does not have', async () => {
    await expect(host.invoke('arn:aws:lambda:x', {})).rejects.toThrow('Function not found');
  });

  test('refuses a request over 6 MB', async () => {
    await expect(invoke(one, 'echo', { value: 'x'.repeat(6_291_556) })).rejects.toThrow('RequestEntityTooLarge');
  });

  test('ends everything when it stops, and starts nothing afterwards', async () => {
    await invoke(one, 'echo');
    const waiting = invoke(one, 'never');
    const failed = expect(waiting).rejects.toThrow('the function host was stopped');
    await host.stop();
    await failed;
    await expect(invoke(one, 'echo')).rejects.toThrow('is stopped');
  });
});

describe('of one function', () => {
  const waiting = (count: number) =>
    Array.from({ length: count }, (_, name) => host.invoke(one.arn, { action: 'wait', name }));

  test('32 invocations are under way at once, and the next one when one of them has ended', async () => {
    const all = waiting(33);
    const counted = host.invoke(one.arn, { action: 'count' }).then(() => 'counted');
    const settled = Promise.allSettled([...all, counted]);
    await host.invoke(two.arn, { action: 'count' });
    expect(host.statistics()['one']?.invocations).toBe(32);
    await expect(Promise.race([counted, 'waiting'])).resolves.toBe('waiting');
    await host.stop();
    await expect(settled).resolves.toHaveLength(34);
    expect(host.statistics()['one']?.invocations).toBe(32);
  });

  test('those that wait take their turns, and their time begins then', async () => {
    const late = Array.from({ length: 40 }, () => host.invoke(quick.arn, { action: 'never' }).catch(String));
    await expect(host.invoke(quick.arn, { action: 'echo', value: 'soon' })).resolves.toBe('soon');
    expect(await Promise.all(late)).toHaveLength(40);
    expect(host.statistics()['quick']?.invocations).toBe(41);
  });
});
