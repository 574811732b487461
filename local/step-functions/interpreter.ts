import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { caughtOutput, failureIn, withinLimit } from './dataflow.ts';
import { type Branch, type Execution, type Outcome, stateOf } from './execution.ts';
import { type Failure, StatesError, toldFailure } from './failure.ts';
import { append, type Details, HistoryFull, inputOf, lastWords, outputOf } from './history.ts';
import { Maps } from './maps.ts';
import type { Ports } from './ports.ts';
import { fraction } from './random.ts';
import { covers, nextRetrial, type Retrial } from './retry.ts';
import { type Exit, exitOf, waitMs } from './simple-states.ts';
import type { State } from './states.ts';
import { Tasks } from './tasks.ts';
import { Waiting } from './waiting.ts';
import { WorkQueue } from './work-queue.ts';

/**
 * Moves executions from state to state. A branch either stands in the queue or waits for a timer, a function, a token
 * or its iterations. Nothing recurses over states or items.
 */
export class Interpreter {
  readonly ports: Ports;
  readonly tasks: Tasks;
  readonly #maps: Maps;
  readonly #queue: WorkQueue;
  /** State transitions as AWS bills them: each state that was entered, and each retry. */
  transitions = 0;

  constructor(ports: Ports) {
    this.ports = ports;
    this.tasks = new Tasks(this);
    this.#maps = new Maps(this);
    this.#queue = new WorkQueue(ports.clock);
  }

  /** Begins a new execution; its first step comes after the caller's. */
  begin(execution: Execution & { readonly root: Branch }): void {
    const { input, machine, root } = execution;
    this.note(root, 'ExecutionStarted', { executionStartedEventDetails: inputOf(input) });
    if (machine.timeoutSeconds !== undefined) {
      const timeOut = () => this.end(execution, 'TIMED_OUT', { failure: {} });
      execution.endTimer = this.ports.clock.schedule(machine.timeoutSeconds * 1000, timeOut);
    }
    this.ports.changed(execution);
    this.proceed(root);
  }

  /** Ends an execution and all that runs in it; one that has ended stays as it is. */
  end(execution: Execution, status: Exclude<Execution['status'], 'RUNNING'>, outcome: Outcome): void {
    const { root } = execution;
    if (execution.status !== 'RUNNING' || root === undefined) return;
    this.stop(root);
    execution.endTimer?.();
    const { output, failure } = outcome;
    // AWS links an end that came from outside to no other event.
    if (status === 'ABORTED' || status === 'TIMED_OUT') root.lastEventId = 0;
    this.note(root, ...lastWords(status, outcome));
    Object.assign(execution, { status, stoppedAt: this.ports.clock.now(), output, failure });
    this.ports.changed(execution);
    this.#report(root, outcome);
  }

  /** Queues a branch for the state that it is to enter. */
  proceed(branch: Branch): void {
    this.later(branch, () => this.#enter(branch));
  }

  /** Queues a step of a branch, which comes after the caller's. */
  later(branch: Branch, step: () => void): void {
    this.#queue.add(() => this.guard(branch, step));
  }

  /** Runs a step of a branch unless it was stopped. A StatesError that the step throws is its state's failure. */
  guard(branch: Branch, step: () => void): void {
    if (branch.stopped) return;
    try {
      try {
        step();
      } catch (error) {
        if (!(error instanceof StatesError)) throw error;
        this.failed(branch, failureIn(branch, error));
      }
    } catch (error) {
      // A StatesError here is one that even the Catch could not take: its output finds no place, or is too large.
      if (error instanceof StatesError) {
        this.#finish(branch, { failure: failureIn(branch, error) });
      } else if (error instanceof HistoryFull) {
        this.end(branch.execution, 'FAILED', { failure: { error: 'States.Runtime', cause: error.message } });
      } else {
        throw error;
      }
    }
  }

  /** What the branch waits for from now on. */
  wait(branch: Branch): Waiting {
    branch.waiting = new Waiting(this.ports.clock);
    return branch.waiting;
  }

  /** Stops a branch and its iterations: whatever they wait for will not be heard. */
  stop(branch: Branch): void {
    branch.stopped = true;
    branch.waiting?.end();
    this.#maps.stop(branch);
  }

  #enter(branch: Branch): void {
    const state = stateOf(branch);
    this.transitions++;
    branch.retries = [];
    branch.enteredAt = this.ports.clock.now();
    const details = { stateEnteredEventDetails: { name: branch.stateName, ...inputOf(branch.input) } };
    branch.enteredEventId = this.record(branch, `${state.Type}StateEntered`, details);
    this.#perform(branch, state);
  }

  #perform(branch: Branch, state: State): void {
    switch (state.Type) {
      case 'Task':
        this.tasks.run(branch, state);
        break;
      case 'Map':
        this.#maps.run(branch, state);
        break;
      case 'Wait':
        this.wait(branch).endAfter(waitMs(branch, state, this.ports.clock.now()), () => {
          this.guard(branch, () => this.exit(branch, exitOf(branch, state)));
        });
        break;
      case 'Fail':
        this.#finish(branch, { failure: toldFailure({ error: state.Error, cause: state.Cause }) });
        break;
      default:
        this.exit(branch, exitOf(branch, state));
    }
  }

  /** Leaves the state; without a next one the branch has ended. Throws States.DataLimitExceeded. */
  exit(branch: Branch, { output, next }: Exit): void {
    withinLimit(branch, output);
    const { Type } = stateOf(branch);
    if (Type === 'Fail') throw new Error('A Fail state has no output.');
    const details = { stateExitedEventDetails: { name: branch.stateName, ...outputOf(output) } };
    this.record(branch, `${Type}StateExited`, details);
    if (next === undefined) {
      this.#finish(branch, { output });
    } else {
      branch.stateName = next;
      branch.input = output;
      this.proceed(branch);
    }
  }

  /** The state failed: it is tried again, or its failure is caught, or the branch fails. */
  failed(branch: Branch, failure: Failure, lastEvent?: HistoryEventType): void {
    this.#maps.stop(branch);
    const state = stateOf(branch);
    const { Retry = [], Catch = [] } = state.Type === 'Task' || state.Type === 'Map' ? state : {};
    const retrial = nextRetrial(Retry, branch.retries, failure, () => fraction(this.ports.random));
    if (retrial !== undefined) {
      this.#tryAgain(branch, state, retrial);
      return;
    }
    if (lastEvent !== undefined) this.record(branch, lastEvent);
    const catcher = Catch.find(({ ErrorEquals }) => covers(ErrorEquals, failure));
    if (catcher === undefined) this.#finish(branch, { failure });
    else this.exit(branch, { output: caughtOutput(branch, catcher, failure), next: catcher.Next });
  }

  #tryAgain(branch: Branch, state: State, { retrier, delayMs }: Retrial): void {
    branch.retries[retrier] = (branch.retries[retrier] ?? 0) + 1;
    this.wait(branch).endAfter(delayMs, () => {
      this.transitions++;
      this.guard(branch, () => this.#perform(branch, state));
    });
  }

  #finish(branch: Branch, outcome: Outcome): void {
    const { execution } = branch;
    if (branch === execution.root) {
      this.end(execution, outcome.failure === undefined ? 'SUCCEEDED' : 'FAILED', outcome);
    } else {
      this.#report(branch, outcome);
    }
  }

  /** Tells the map that waits for this branch, if any. */
  #report(branch: Branch, outcome: Outcome): void {
    const { iteration } = branch;
    if (iteration === undefined) return;
    this.guard(iteration.run.branch, () => this.#maps.iterationEnded(branch, iteration, outcome));
  }

  /** Appends an event that the branch's next event follows. */
  record(branch: Branch, type: HistoryEventType, details: Details = {}): number {
    branch.lastEventId = this.note(branch, type, details);
    return branch.lastEventId;
  }

  /** Appends an event beside the branch's line of events. */
  note(branch: Branch, type: HistoryEventType, details: Details = {}): number {
    const timestamp = this.ports.clock.now();
    return append(branch.execution.history, { previousEventId: branch.lastEventId, timestamp, type, details });
  }
}
