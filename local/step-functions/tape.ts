import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { FunctionError, functionReport, reportSchema } from './failure.ts';
import { type Json, jsonSchema, travelled } from './json.ts';
import type { Ports } from './ports.ts';
import type { RandomBytes } from './random.ts';

const why = { error: z.string().exactOptional(), cause: z.string().exactOptional() };
const startRequest = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().optional(),
});

/** What a caller asked of StepFunctions, by the method that does it. */
const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('startExecution'), request: startRequest }),
  z.object({ kind: z.literal('stopExecution'), arn: z.string(), failure: z.object(why) }),
  z.object({ kind: z.literal('sendTaskSuccess'), token: z.string(), output: z.string() }),
  z.object({ kind: z.literal('sendTaskFailure'), token: z.string(), failure: z.object(why) }),
  z.object({ kind: z.literal('sendTaskHeartbeat'), token: z.string() }),
]);
export type Request = z.infer<typeof requestSchema>;

/** What became of a timer or of a call of a function; both are numbered in the order in which they were begun. */
const happeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('timer'), number: z.int() }),
  z.object({ kind: z.literal('answer'), number: z.int(), answer: jsonSchema }),
  z.object({ kind: z.literal('error'), number: z.int(), report: reportSchema }),
]);
type Happening = z.infer<typeof happeningSchema>;

/** Something that came to the interpreter from outside; `at` in milliseconds since the epoch. */
export const entrySchema = z.object({ at: z.number(), what: z.union([happeningSchema, requestSchema]) });
export type Entry = z.infer<typeof entrySchema>;

/** What a function ends with that was under way when this process was killed, in the words of Lambda for a runtime that was. */
const KILLED = new FunctionError('Runtime.ExitError', 'Error: Runtime exited with error: signal: killed');

interface Timer {
  readonly due: number;
  readonly callback: () => void;
  disarm: () => void;
}

/** What is played does not fit what the interpreter does: another version of it was recorded. */
export class TapeMismatch extends Error {
  override readonly name = 'TapeMismatch';
}

interface TapeOptions {
  /** Of all random bytes: whoever knows it knows every task token. */
  readonly seed: string;
  readonly clock: Clock;
  readonly invoke: Ports['invoke'];
  /** Keeps an entry for good, before anything comes of it. */
  readonly keep: (entry: Entry) => void;
}

/**
 * Stands between the interpreter and the world and records what comes from there. The interpreter does the same again where it gets the
 * same in the same order: when that is played to a new one, its executions stand where they stood. Until `goLive` nothing reaches the world.
 */
export class Tape {
  readonly #options: TapeOptions;
  readonly #timers = new Map<number, Timer>();
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  #state: 'playing' | 'live' | 'stopped' = 'playing';
  /** Stands still between two entries, so that a replay sees the same times. */
  #now: number;
  #timersBegun = 0;
  #callsBegun = 0;
  #bytesAsked = 0;

  constructor(options: TapeOptions) {
    this.#options = options;
    this.#now = options.clock.now();
  }

  get isLive(): boolean {
    return this.#state === 'live';
  }

  readonly clock: Clock = {
    now: () => this.#now,
    schedule: (delayMs, callback) => this.#schedule(delayMs, callback),
  };

  readonly random: RandomBytes = (size) =>
    createHash('shake256', { outputLength: size })
      .update(`${this.#options.seed} ${this.#bytesAsked++}`)
      .digest();

  readonly invoke: Ports['invoke'] = (functionArn, payload) => {
    const number = this.#callsBegun++;
    const call = Promise.withResolvers<unknown>();
    this.#calls.set(number, call);
    if (this.isLive) void this.#call(number, functionArn, payload);
    return call.promise;
  };

  /** Records what a caller asks for; doing it is the caller's next step. */
  note(request: Request): void {
    if (this.isLive) this.#keep(request);
  }

  /** Plays what was recorded; `ask` does what callers asked for. @throws TapeMismatch */
  async play(entries: readonly Entry[], ask: (request: Request) => void): Promise<void> {
    for (const { at, what } of entries) {
      this.#now = at;
      if ('number' in what) this.#happen(what);
      else ask(what);
      await nextTurn(); // all that follows from it
    }
  }

  /** From now on it records. What had been under way goes on: timers run for the rest of their time, and the calls of functions have failed. */
  async goLive(): Promise<void> {
    this.#state = 'live';
    for (const [number, timer] of this.#timers) this.#arm(number, timer);
    for (const number of [...this.#calls.keys()]) await this.#ended(number, { error: KILLED });
  }

  /** Nothing happens any more, nor is it recorded. */
  stop(): void {
    this.#state = 'stopped';
    for (const { disarm } of this.#timers.values()) disarm();
  }

  #happen(happening: Happening): void {
    const { kind, number } = happening;
    const timer = this.#timers.get(number);
    const call = this.#calls.get(number);
    if ((kind === 'timer' ? timer : call) === undefined)
      throw new TapeMismatch(`There is no ${kind} of number ${number}.`);
    (kind === 'timer' ? this.#timers : this.#calls).delete(number);
    if (kind === 'timer') timer?.callback();
    else if (kind === 'answer') call?.resolve(happening.answer);
    else call?.reject(functionError(happening.report));
  }

  #schedule(delayMs: number, callback: () => void): () => void {
    const number = this.#timersBegun++;
    const timer: Timer = { due: this.#now + Math.max(0, delayMs), callback, disarm: () => undefined };
    this.#timers.set(number, timer);
    if (this.isLive) this.#arm(number, timer);
    return () => {
      this.#timers.delete(number);
      timer.disarm();
    };
  }

  #arm(number: number, timer: Timer): void {
    const { clock } = this.#options;
    timer.disarm = clock.schedule(timer.due - clock.now(), () => this.#comes({ kind: 'timer', number }));
  }

  async #call(number: number, functionArn: string, payload: Json): Promise<void> {
    const ended = await this.#options.invoke(functionArn, payload).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    await this.#ended(number, ended);
  }

  /** In a turn of its own: entries are played one by one, too. */
  async #ended(number: number, ended: { readonly answer: unknown } | { readonly error: unknown }): Promise<void> {
    await nextTurn();
    if ('answer' in ended) this.#comes({ kind: 'answer', number, answer: travelled(ended.answer).value });
    else this.#comes({ kind: 'error', number, report: functionReport(ended.error) });
  }

  #comes(happening: Happening): void {
    if (!this.isLive) return;
    this.#keep(happening);
    this.#happen(happening);
  }

  #keep(what: Entry['what']): void {
    this.#now = this.#options.clock.now();
    this.#options.keep({ at: this.#now, what });
  }
}

function functionError({ errorType, errorMessage, trace }: z.output<typeof reportSchema>): FunctionError {
  return new FunctionError(errorType, errorMessage, trace);
}
