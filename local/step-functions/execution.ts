import type { Failure } from './failure.ts';
import type { HistoryEvent } from './history.ts';
import type { Document, Json } from './json.ts';
import type { Flow, MapState, State } from './states.ts';
import type { Waiting } from './waiting.ts';

/*
 * What an execution is made of. The interpreter keeps nothing about it anywhere else, so that executions could be stored
 * after each step and read back: machines, flows and states come from the definition again, by their names, and beside
 * the rest one would have to write down what `waiting` and `endTimer` stand for, which is a token and when timers end.
 */

export const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

/** What an execution runs: a state machine, or the item processor of a distributed map. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly flow: Flow;
  readonly timeoutSeconds: number | undefined;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  /** The map run that started it, where it is the child of a distributed map. */
  readonly mapRunArn: string | undefined;
  readonly input: Document;
  /** Milliseconds since the epoch, as all times here. */
  readonly startedAt: number;
  readonly history: HistoryEvent[];
  /** Set as soon as there is one. */
  root: Branch | undefined;
  status: ExecutionStatus;
  stoppedAt: number | undefined;
  output: Document | undefined;
  failure: Failure | undefined;
  endTimer: (() => void) | undefined;
}

/** One line of control: an execution begins with one, and each running iteration of an inline map has its own. */
export interface Branch {
  readonly execution: Execution;
  readonly flow: Flow;
  /** The map that waits for this branch; undefined for the root of an execution that was started from outside. */
  readonly iteration: Iteration | undefined;
  stateName: string;
  /** The raw input of the state that it is in. */
  input: Document;
  enteredAt: number;
  enteredEventId: number;
  lastEventId: number;
  /** Retries in this state, for each of its retriers. */
  retries: number[];
  /** The map run that it waits for, where it is in a Map state. */
  mapRun: MapRun | undefined;
  waiting: Waiting | undefined;
  stopped: boolean;
}

export interface Iteration {
  readonly run: MapRun;
  readonly index: number;
}

export interface Distribution {
  /** What the children run. */
  readonly machine: Machine;
  /** The map run's own ARN. */
  readonly arn: string;
}

/** One pass of a Map state over its items. */
export interface MapRun {
  readonly branch: Branch;
  readonly state: MapState;
  /** Set where the map is distributed. */
  readonly distributed: Distribution | undefined;
  readonly items: readonly Json[];
  /** The map's effective input, which ItemSelector reads. */
  readonly input: Json;
  readonly concurrency: number;
  readonly running: Map<number, Branch>;
  /** In the order of the items; undefined where an item has none (yet). */
  readonly results: (Json | undefined)[];
  next: number;
  failed: number;
  /** More items begin in a later step. */
  isBeginning: boolean;
}

/** How a branch, and with it maybe an execution, ended. */
export type Outcome =
  | { readonly output: Document; readonly failure?: undefined }
  | { readonly failure: Failure; readonly output?: undefined };

interface Beginning extends Pick<Execution, 'arn' | 'name' | 'machine' | 'mapRunArn' | 'input' | 'startedAt'> {
  readonly iteration: Iteration | undefined;
}

export function newExecution({ iteration, ...beginning }: Beginning): Execution & { readonly root: Branch } {
  const execution: Execution = {
    ...beginning,
    history: [],
    root: undefined,
    status: 'RUNNING',
    stoppedAt: undefined,
    output: undefined,
    failure: undefined,
    endTimer: undefined,
  };
  const { flow } = beginning.machine;
  const root = newBranch({ execution, flow, iteration, input: beginning.input, lastEventId: 0 });
  return Object.assign(execution, { root });
}

export function newBranch(
  beginning: Pick<Branch, 'execution' | 'flow' | 'iteration' | 'input' | 'lastEventId'>,
): Branch {
  return {
    ...beginning,
    stateName: beginning.flow.StartAt,
    enteredAt: 0,
    enteredEventId: 0,
    retries: [],
    mapRun: undefined,
    waiting: undefined,
    stopped: false,
  };
}

/** The state that a branch is in. Definitions are checked when they are loaded, so that there always is one. */
export function stateOf({ flow, stateName }: Branch): State {
  const state = flow.States[stateName];
  if (state === undefined) throw new Error(`There is no state "${stateName}".`);
  return state;
}
