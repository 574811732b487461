import type { Json } from '../../local/step-functions/json.ts';

/** What a stub function can do beside answering: the same on either engine, in the engine's own time. */
export interface Outside {
  readonly later: (seconds: number, action: () => void) => void;
  readonly succeed: (token: string, output: Json) => void;
  readonly fail: (token: string, error: string, cause: string) => void;
}

/** Answers a payload, at once or in the engine's own time, or throws a FunctionError. */
export type Stub = (payload: Json, outside: Outside) => Json | Promise<Json>;
export type Stubs = Readonly<Record<string, Stub>>;

/** One execution of a state machine whose functions are stubs; make a new one for each engine, since stubs remember. */
export interface Experiment {
  readonly definition: unknown;
  readonly input: Json;
  readonly functions: Stubs;
}

export interface Call {
  readonly name: string;
  readonly payload: Json;
}

/** An event as GetExecutionHistory tells it, as far as runs are compared by it. */
export interface Event {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name?: string | undefined } | undefined;
  readonly mapIterationStartedEventDetails?: { readonly index?: number | undefined } | undefined;
}

/** What came of an experiment. */
export interface Run {
  readonly status: string;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly events: readonly Event[];
  /** In the order in which the functions were asked. */
  readonly calls: readonly Call[];
  /** What became of each token that was sent back: `accepted`, or the name of the error. */
  readonly tokens: readonly string[];
}

export interface Engine {
  readonly run: (experiment: Experiment) => Promise<Run>;
}
