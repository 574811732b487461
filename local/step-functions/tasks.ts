import { effectiveInput, outputFrom, readInteger, sourceOf, tooLarge, withinLimit } from './dataflow.ts';
import type { Branch } from './execution.ts';
import { type Failure, functionFailure } from './failure.ts';
import type { Interpreter } from './interpreter.ts';
import { type Document, documentFrom, documentOf, isTooLarge, travelled } from './json.ts';
import { taskToken } from './random.ts';
import { MOST_SECONDS } from './state-fields.ts';
import type { TaskState } from './states.ts';
import { type Limits, type TaskEvents, taskEvents } from './task-events.ts';
import type { Waiting } from './waiting.ts';

/** One attempt of a Task state. */
interface Attempt {
  readonly branch: Branch;
  readonly state: TaskState;
  readonly events: TaskEvents;
  readonly waiting: Waiting;
  readonly limits: Limits;
  /** Takes back the timer that the next heartbeat starts anew. */
  stopHeartbeat: () => void;
}

/** What a token that was sent back leads to. */
export type TokenState = 'unknown' | 'closed' | 'open';

/** Runs Task states, and knows the token of every task that ever waited for one. */
export class Tasks {
  readonly #interpreter: Interpreter;
  readonly #tokens = new Map<string, Attempt>();

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  /** Begins an attempt of the state that the branch is in. Throws StatesError. */
  run(branch: Branch, state: TaskState): void {
    const { ports } = this.#interpreter;
    const input = effectiveInput(branch, state);
    const token = state.call.kind === 'token' ? taskToken(ports.random) : undefined;
    const source = sourceOf(branch, input.value, token === undefined ? {} : { Task: { Token: token } });
    const payload = state.call.payload === undefined ? input : documentOf(state.call.payload(source));
    withinLimit(branch, payload);
    const limits = limitsOf(branch, state, input);
    const events = taskEvents(state);
    this.#interpreter.record(branch, ...events.scheduled(payload, limits));
    this.#interpreter.record(branch, ...events.started());
    const waiting = this.#interpreter.wait(branch);
    const attempt: Attempt = { branch, state, events, waiting, limits, stopHeartbeat: () => {} };
    if (limits.timeoutInSeconds !== undefined) {
      waiting.endAfter(limits.timeoutInSeconds * 1000, () => this.#timedOut(attempt, { error: 'States.Timeout' }));
    }
    this.#startHeartbeat(attempt);
    if (token !== undefined) this.#tokens.set(token, attempt);
    this.#invoke(attempt, payload);
  }

  /** Answers a task by its token. Does nothing unless the token is open. */
  answer(token: string, answer: Document | Failure): TokenState {
    const attempt = this.#tokens.get(token);
    if (attempt === undefined) return 'unknown';
    if (!attempt.waiting.end()) return 'closed';
    if ('text' in answer) this.#succeeded(attempt, answer);
    else this.#failed(attempt, answer);
    return 'open';
  }

  /** Starts the time to the next heartbeat anew. */
  heartbeat(token: string): TokenState {
    const attempt = this.#tokens.get(token);
    if (attempt === undefined) return 'unknown';
    if (attempt.waiting.over) return 'closed';
    this.#startHeartbeat(attempt);
    return 'open';
  }

  /** Calls the function, with a payload of its own; never inside the step that begins the attempt. */
  #invoke(attempt: Attempt, payload: Document): void {
    const { invoke } = this.#interpreter.ports;
    void Promise.resolve()
      .then(() => invoke(attempt.state.call.functionArn, documentFrom(payload.text).value))
      .then(travelled)
      .then(
        (answer) => this.#answered(attempt, answer),
        (thrown: unknown) => attempt.waiting.end() && this.#failed(attempt, functionFailure(thrown)),
      );
  }

  /** A plain function answers with the result; one that got a token only shows that it has given it away. */
  #answered(attempt: Attempt, answer: Document): void {
    const { branch, events, state, waiting } = attempt;
    if (waiting.over) return;
    if (isTooLarge(answer.text)) {
      waiting.end();
      this.#failed(attempt, { error: 'States.DataLimitExceeded', cause: tooLarge(events.name) });
    } else if (state.call.kind === 'token') {
      this.#interpreter.guard(branch, () => this.#interpreter.record(branch, ...events.submitted(answer)));
    } else {
      waiting.end();
      this.#succeeded(attempt, answer);
    }
  }

  #succeeded({ branch, events, state }: Attempt, result: Document): void {
    this.#interpreter.guard(branch, () => {
      this.#interpreter.record(branch, ...events.succeeded(result));
      this.#interpreter.exit(branch, { output: outputFrom(branch, state, result), next: state.Next });
    });
  }

  #failed({ branch, events }: Attempt, failure: Failure): void {
    this.#interpreter.guard(branch, () => {
      this.#interpreter.record(branch, ...events.failed(failure));
      this.#interpreter.failed(branch, failure);
    });
  }

  #timedOut({ branch, events }: Attempt, failure: Failure): void {
    this.#interpreter.guard(branch, () => {
      this.#interpreter.record(branch, ...events.timedOut(failure));
      this.#interpreter.failed(branch, failure);
    });
  }

  #startHeartbeat(attempt: Attempt): void {
    const { limits, waiting } = attempt;
    if (limits.heartbeatInSeconds === undefined) return;
    attempt.stopHeartbeat();
    attempt.stopHeartbeat = waiting.endAfter(limits.heartbeatInSeconds * 1000, () => {
      this.#timedOut(attempt, { error: 'States.Timeout', missedHeartbeat: true });
    });
  }
}

function limitsOf(branch: Branch, state: TaskState, input: Document): Limits {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds } = state;
  const timeout =
    TimeoutSecondsPath === undefined
      ? TimeoutSeconds
      : readInteger('TimeoutSecondsPath', TimeoutSecondsPath, sourceOf(branch, input.value), 1, MOST_SECONDS);
  return {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(HeartbeatSeconds === undefined ? {} : { heartbeatInSeconds: HeartbeatSeconds }),
  };
}
