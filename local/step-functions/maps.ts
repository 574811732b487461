import { executionArn } from './arns.ts';
import { outputFrom } from './dataflow.ts';
import {
  type Branch,
  type Distribution,
  type Iteration,
  type MapRun,
  newBranch,
  newExecution,
  type Outcome,
  stateOf,
} from './execution.ts';
import type { Failure } from './failure.ts';
import type { Interpreter } from './interpreter.ts';
import { isOverThreshold, itemInput, mayBegin, newMapRun, resultsOf } from './map-run.ts';
import { uuid } from './random.ts';
import type { MapState } from './states.ts';

const THRESHOLD_EXCEEDED: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** To begin all of 10,000 children in one step would hold up everybody else for some 100 ms. */
const MOST_BEGUN_AT_ONCE = 100;

/** Runs Map states: iterations inside the execution, or child executions that have histories of their own. */
export class Maps {
  readonly #interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  /** Begins a pass over the items of the state that the branch is in. Throws StatesError. */
  run(branch: Branch, state: MapState): void {
    const run = newMapRun(branch, state, this.#interpreter.ports.random);
    branch.mapRun = run;
    const details = { mapStateStartedEventDetails: { length: run.items.length } };
    this.#interpreter.record(branch, 'MapStateStarted', details);
    if (run.distributed !== undefined) {
      const started = { mapRunStartedEventDetails: { mapRunArn: run.distributed.arn } };
      this.#interpreter.record(branch, 'MapRunStarted', started);
    }
    this.#goOn(run);
  }

  /** Stops whatever runs for the Map state that a branch is in, if it is in one. */
  stop(branch: Branch): void {
    const run = branch.mapRun;
    if (run === undefined) return;
    branch.mapRun = undefined;
    for (const iteration of run.running.values()) {
      if (run.distributed === undefined) this.#interpreter.stop(iteration);
      else this.#interpreter.end(iteration.execution, 'ABORTED', { failure: {} });
    }
  }

  /** Takes the outcome of an iteration or child into its run, and goes on. Throws StatesError. */
  iterationEnded(branch: Branch, { run, index }: Iteration, outcome: Outcome): void {
    if (run.branch.mapRun !== run) return;
    run.running.delete(index);
    if (outcome.failure === undefined) run.results[index] = outcome.output.value;
    if (run.distributed !== undefined) this.#childEnded(run, outcome);
    else if (outcome.failure !== undefined) this.#iterationFailed(run, branch, index, outcome.failure);
    else this.#iterationSucceeded(run, branch, index);
  }

  #iterationSucceeded(run: MapRun, branch: Branch, index: number): void {
    const succeeded = this.#interpreter.note(branch, 'MapIterationSucceeded', {
      mapIterationSucceededEventDetails: iterationDetails(run, index),
    });
    const isLast = run.running.size === 0 && run.next === run.items.length;
    run.branch.lastEventId = isLast ? succeeded : branch.lastEventId;
    this.#goOn(run);
  }

  /** Begins what may run now; a lot of it step by step. Throws StatesError. */
  #goOn(run: MapRun): void {
    if (run.branch.mapRun !== run || run.isBeginning) return;
    for (let begun = 0; begun < MOST_BEGUN_AT_ONCE && mayBegin(run); begun++) {
      const index = run.next++;
      if (run.distributed === undefined) this.#beginIteration(run, index);
      else this.#beginChild(run, run.distributed, index);
    }
    run.isBeginning = mayBegin(run);
    if (run.isBeginning) this.#beginMoreLater(run);
    else if (run.running.size === 0) this.#succeeded(run);
  }

  #beginMoreLater(run: MapRun): void {
    this.#interpreter.later(run.branch, () => {
      run.isBeginning = false;
      this.#goOn(run);
    });
  }

  #beginIteration(run: MapRun, index: number): void {
    const input = itemInput(run, index);
    const lastEventId = this.#interpreter.note(run.branch, 'MapIterationStarted', {
      mapIterationStartedEventDetails: iterationDetails(run, index),
    });
    const { execution } = run.branch;
    const branch = newBranch({
      execution,
      flow: run.state.ItemProcessor,
      iteration: { run, index },
      input,
      lastEventId,
    });
    run.running.set(index, branch);
    this.#interpreter.proceed(branch);
  }

  #beginChild(run: MapRun, { machine, arn }: Distribution, index: number): void {
    const { clock, random } = this.#interpreter.ports;
    const name = uuid(random);
    const child = newExecution({
      arn: executionArn(machine.arn, name),
      name,
      machine,
      mapRunArn: arn,
      input: itemInput(run, index),
      startedAt: clock.now(),
      iteration: { run, index },
    });
    run.running.set(index, child.root);
    this.#interpreter.begin(child);
  }

  #childEnded(run: MapRun, { failure }: Outcome): void {
    if (failure !== undefined) run.failed++;
    if (isOverThreshold(run)) {
      this.#interpreter.record(run.branch, 'MapRunFailed', { mapRunFailedEventDetails: THRESHOLD_EXCEEDED });
      this.#interpreter.failed(run.branch, THRESHOLD_EXCEEDED, 'MapStateFailed');
    } else {
      this.#goOn(run);
    }
  }

  #iterationFailed(run: MapRun, branch: Branch, index: number, failure: Failure): void {
    const details = { mapIterationFailedEventDetails: iterationDetails(run, index) };
    this.#interpreter.note(branch, 'MapIterationFailed', details);
    this.#noteAborted(branch, branch);
    for (const [siblingIndex, sibling] of run.running) {
      const details = { mapIterationAbortedEventDetails: iterationDetails(run, siblingIndex) };
      this.#interpreter.note(branch, 'MapIterationAborted', details);
      this.#noteAborted(branch, sibling);
    }
    run.branch.lastEventId = branch.lastEventId;
    this.#interpreter.failed(run.branch, failure, 'MapStateFailed');
  }

  /** AWS tells of the state in which an iteration was cut short, where that kind of state has an event for it. */
  #noteAborted(cause: Branch, cut: Branch): void {
    const { Type } = stateOf(cut);
    if (Type === 'Task' || Type === 'Wait' || Type === 'Map') this.#interpreter.note(cause, `${Type}StateAborted`);
  }

  #succeeded(run: MapRun): void {
    const { branch, state } = run;
    branch.mapRun = undefined;
    if (run.distributed !== undefined) this.#interpreter.record(branch, 'MapRunSucceeded');
    this.#interpreter.note(branch, 'MapStateSucceeded');
    this.#interpreter.exit(branch, { output: outputFrom(branch, state, resultsOf(run)), next: state.Next });
  }
}

function iterationDetails({ branch }: MapRun, index: number): { name: string; index: number } {
  return { name: branch.stateName, index };
}
