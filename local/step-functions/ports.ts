import type { Clock } from '../clock.ts';
import type { Execution } from './execution.ts';
import type { Json } from './json.ts';
import type { RandomBytes } from './random.ts';

/** What the interpreter needs from outside. */
export interface Ports {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Runs a function; a rejection is its error. */
  readonly invoke: (functionArn: string, payload: Json) => Promise<unknown>;
  /** Told of each execution that begins or ends, in the middle of a step. */
  readonly changed: (execution: Execution) => void;
}
