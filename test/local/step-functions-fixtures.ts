import { createRequire } from 'node:module';
import { VirtualClock } from '../../local/clock.ts';
import type { Execution } from '../../local/step-functions/execution.ts';
import { type StateMachine, StepFunctions, type StepFunctionsOptions } from '../../local/step-functions/executions.ts';
import { isObject, type Json } from '../../local/step-functions/json.ts';
import type { RandomBytes } from '../../local/step-functions/random.ts';

export const START = new Date('2026-03-01T12:00:00Z');
export const MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine';
export const TOKEN_RESOURCE = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

/** An independent opinion on a definition; it marks the states that it has seen, hence the copy below. */
const aslValidator: (definition: unknown) => { isValid: boolean; errorsText: () => string } = createRequire(
  import.meta.url,
)('asl-validator');

/** Throws where a definition would be refused by others. */
export function requireValid(definition: unknown): void {
  const { isValid, errorsText } = aslValidator(structuredClone(definition));
  if (!isValid) throw new Error(errorsText());
}

const used = new Map<string, unknown>();

/**
 * Throws where a definition that a harness of this test file was given would be refused by others. One question takes
 * about 100 ms: all of them are asked at once, as the branches of one machine, in which no two states have one name.
 */
export function requireUsedValid(): void {
  const Branches = [...used.values()].map((definition, index) => prefixed(definition, `${index} `));
  requireValid({ StartAt: 'All', States: { All: { Type: 'Parallel', Branches, End: true } } });
}

function prefixed(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((item) => prefixed(item, prefix));
  if (typeof value !== 'object' || value === null) return value;
  const names = (states: object) =>
    Object.fromEntries(Object.entries(states).map(([name, state]) => [`${prefix}${name}`, prefixed(state, prefix)]));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'States') return [key, names(item)];
      return [key, ['StartAt', 'Next', 'Default'].includes(key) ? `${prefix}${item}` : prefixed(item, prefix)];
    }),
  );
}

/** Bytes that repeat themselves from run to run, and never within one. */
export function countingBytes(): RandomBytes {
  let count = 0;
  return (size) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(++count, size - 4);
    return bytes;
  };
}

export interface Call {
  readonly name: string;
  readonly payload: Json;
  /** Seconds since the start of the test. */
  readonly at: number;
}

export type Functions = Readonly<Record<string, (payload: Json) => unknown>>;

/** A service with one state machine on a virtual clock, whose functions are written down in the test. */
export class Harness {
  readonly clock = new VirtualClock(START);
  readonly calls: Call[] = [];
  readonly service: StepFunctions;

  constructor(definition: unknown, functions: Functions = {}, options: Partial<StepFunctionsOptions> = {}) {
    const { StartAt, States } = Object(definition);
    used.set(JSON.stringify(States), { StartAt, States });
    this.service = new StepFunctions({
      clock: this.clock,
      random: countingBytes(),
      stateMachines: [{ arn: MACHINE_ARN, name: 'machine', definition }],
      invoke: async (arn, payload) => {
        const name = arn.split(':').at(-1) ?? '';
        this.calls.push({ name, payload, at: this.seconds() });
        const fn = functions[name];
        if (fn === undefined) throw new Error(`There is no function ${name}.`);
        return fn(payload);
      },
      ...options,
    });
  }

  get machine(): StateMachine {
    return this.service.stateMachine(MACHINE_ARN);
  }

  /** Seconds of virtual time since the start. */
  seconds(): number {
    return (this.clock.now() - START.getTime()) / 1000;
  }

  start(input: Json = {}, name?: string): Execution {
    return this.service.startExecution({ stateMachineArn: MACHINE_ARN, input: JSON.stringify(input), name });
  }

  /** Starts an execution and lets everything happen that happens by itself. */
  async run(input: Json = {}): Promise<Execution> {
    const execution = this.start(input);
    await this.clock.run();
    return execution;
  }

  /** Lets everything happen that takes no time. */
  async settle(): Promise<void> {
    const now = this.clock.now();
    let later = false;
    this.clock.schedule(0, () => {
      later = true;
    });
    await this.clock.run(() => later || this.clock.now() > now);
  }

  /** Lets everything happen until some seconds have passed. */
  async pass(seconds: number): Promise<void> {
    let over = false;
    this.clock.schedule(seconds * 1000, () => {
      over = true;
    });
    await this.clock.run(() => over);
  }
}

/** A machine of one state, which ends it. */
export const only = (state: object, name = 'Only') => ({ StartAt: name, States: { [name]: { ...state, End: true } } });

export const INLINE = { Mode: 'INLINE' };
export const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

/** A machine of one Map state, "Each", whose items go through some states, the first one first. */
export function mapMachine(ProcessorConfig: object, states: object, fields: object = {}) {
  const [StartAt] = Object.keys(states);
  return only({ Type: 'Map', ItemProcessor: { ProcessorConfig, StartAt, States: states }, ...fields }, 'Each');
}

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A function that throws until its last turn, which it answers. */
export function failing(times: number, error: () => Error, answer: Json = {}): () => Json {
  let turn = 0;
  return () => {
    if (turn++ < times) throw error();
    return answer;
  };
}

/** The field of a payload as text; throws where it is none. */
export function text(payload: Json, field: string): string {
  const value = isObject(payload) ? payload[field] : undefined;
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(payload)} has no text ${field}.`);
  return value;
}

/** `id previousEventId type` of each event, as one can compare it with what AWS shows. */
export const line = ({ history }: Execution): string[] =>
  history.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);

export const types = ({ history }: Execution): string[] => history.map(({ type }) => type);

export const output = (execution: Execution): Json => execution.output?.value ?? null;
