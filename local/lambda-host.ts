import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';
import { type Clock, systemClock } from './clock.ts';
import { LambdaFunctionError } from './lambda/protocol.ts';
import { Sandbox } from './lambda/sandbox.ts';
import { Turns } from './lambda/turns.ts';
import type { LambdaFunction } from './template.ts';

/** Lambda's limit for a synchronous request and for an answer, in bytes (6 MB and 100 bytes for headers). */
const LARGEST_PAYLOAD = 6_291_556;

/**
 * Invocations of one function that its thread has at once. More would share its processor and connections all the same: 200 batches that take
 * their holds side by side are all sent when the last one has them, and at some number every one of them times out.
 */
const AT_ONCE = 32;

const KILLED = 'Runtime exited with error: signal: killed';

export interface Statistics {
  invocations: number;
  errors: number;
  /** Threads that were started; each costs about 100 ms and 28 MB with the AWS SDK in its bundle. */
  starts: number;
  totalMs: number;
  longestMs: number;
}

export interface LambdaHostOptions {
  readonly functions: readonly LambdaFunction[];
  readonly region: string;
  /** Variables that all functions get beside their own, such as AWS_ENDPOINT_URL_DYNAMODB. */
  readonly environment: Readonly<Record<string, string>>;
  /** For timeouts alone: the functions themselves live in real time. */
  readonly clock?: Clock;
  /** Gets what a function writes to its standard output and error. */
  readonly onOutput?: (functionName: string, text: string) => void;
  /** Milliseconds after which the thread of this invocation is killed, with all that goes on in it; never unless given. */
  readonly fault?: (functionName: string) => number | undefined;
}

/**
 * Runs bundled functions unmodified, each in a worker thread of its own that starts at its first invocation and serves
 * up to 32 invocations concurrently; the others wait for their turn, before their time begins. (On AWS concurrent invocations have separate environments: do not keep their state in modules.)
 */
export class LambdaHost {
  readonly #options: LambdaHostOptions;
  readonly #clock: Clock;
  readonly #byArn: ReadonlyMap<string, LambdaFunction>;
  readonly #current = new Map<string, Sandbox>();
  readonly #all = new Set<Sandbox>();
  readonly #turns = new Map<string, Turns>();
  readonly #statistics = new Map<string, Statistics>();
  #stopped = false;

  constructor(options: LambdaHostOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#byArn = new Map(options.functions.map((fn) => [fn.arn, fn]));
  }

  /**
   * Invokes a function and waits for its answer; the payload goes through JSON both ways.
   * Rejects with a LambdaFunctionError where the function failed, and with another Error where it could not be invoked.
   */
  async invoke(functionArn: string, payload: unknown): Promise<unknown> {
    const fn = this.#byArn.get(functionArn);
    if (fn === undefined) throw new Error(`Function not found: ${functionArn}`);
    if (this.#stopped) throw new Error(`The function host is stopped; ${fn.name} was not invoked.`);
    const event = JSON.stringify(payload) ?? 'null';
    if (Buffer.byteLength(event) > LARGEST_PAYLOAD)
      throw new Error(`RequestEntityTooLargeException: the request to ${fn.name} is over ${LARGEST_PAYLOAD} bytes.`);
    return this.#turnsOf(fn.name).take(() => this.#run(fn, event));
  }

  async #run(fn: LambdaFunction, event: string): Promise<unknown> {
    if (this.#stopped) throw new Error(`The function host is stopped; ${fn.name} was not invoked.`);
    return this.#measured(fn.name, async () => {
      const sandbox = this.#sandbox(fn);
      const killAfterMs = this.#options.fault?.(fn.name);
      if (killAfterMs !== undefined) this.#clock.schedule(killAfterMs, () => void sandbox.stop(KILLED));
      return JSON.parse(checkedSize(await sandbox.invoke(randomUUID(), event)));
    });
  }

  /** Per function name, only for functions that were invoked. */
  statistics(): Readonly<Record<string, Readonly<Statistics>>> {
    return Object.fromEntries(this.#statistics);
  }

  /** Threads that live now: at most one for each function, and those that finish what they had begun before a timeout. */
  get threads(): number {
    return this.#all.size;
  }

  /** Ends all threads. Invocations that are under way fail. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#all].map((sandbox) => sandbox.stop('the function host was stopped')));
  }

  #sandbox(fn: LambdaFunction): Sandbox {
    const current = this.#current.get(fn.name);
    if (current !== undefined && !current.retired) return current;
    const output = (text: string) => this.#options.onOutput?.(fn.name, text);
    const sandbox = new Sandbox(fn, { ...fn.environment, ...this.#environment(fn) }, this.#clock, output);
    this.#current.set(fn.name, sandbox);
    this.#all.add(sandbox);
    void sandbox.ended.then(() => this.#all.delete(sandbox));
    this.#of(fn.name).starts += 1;
    return sandbox;
  }

  #turnsOf(name: string): Turns {
    const turns = this.#turns.get(name) ?? new Turns(AT_ONCE);
    this.#turns.set(name, turns);
    return turns;
  }

  async #measured<T>(name: string, work: () => Promise<T>): Promise<T> {
    const statistics = this.#of(name);
    statistics.invocations += 1;
    const start = performance.now();
    try {
      return await work();
    } catch (error) {
      statistics.errors += 1;
      throw error;
    } finally {
      const ms = performance.now() - start;
      statistics.totalMs += ms;
      statistics.longestMs = Math.max(statistics.longestMs, ms);
    }
  }

  #of(name: string): Statistics {
    const found = this.#statistics.get(name) ?? { invocations: 0, errors: 0, starts: 0, totalMs: 0, longestMs: 0 };
    this.#statistics.set(name, found);
    return found;
  }

  /** What Lambda sets, and nothing of this process: credentials and settings of whoever started it stay out. */
  #environment(fn: LambdaFunction): Record<string, string> {
    return {
      ...this.#options.environment,
      AWS_REGION: this.#options.region,
      AWS_DEFAULT_REGION: this.#options.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      LAMBDA_TASK_ROOT: fn.assetFolder,
      _HANDLER: fn.handler,
      TZ: ':UTC',
    };
  }
}

function checkedSize(payload: string): string {
  if (Buffer.byteLength(payload) <= LARGEST_PAYLOAD) return payload;
  throw new LambdaFunctionError({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_PAYLOAD} bytes).`,
  });
}
