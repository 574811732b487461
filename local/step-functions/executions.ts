import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import { executionArn, requireArn } from './arns.ts';
import { parseDefinition } from './definition.ts';
import { type Execution, type ExecutionStatus, type Machine, newExecution } from './execution.ts';
import { type Failure, toldFailure } from './failure.ts';
import { parseInput, parseOutput, requireName } from './inputs.ts';
import { Interpreter } from './interpreter.ts';
import { type Page, type PageRequest, pageOf } from './pages.ts';
import type { Ports } from './ports.ts';
import { type RandomBytes, uuid } from './random.ts';
import { type StatusChange, statusChange } from './status-change.ts';
import type { TokenState } from './tasks.ts';

export interface StepFunctionsOptions {
  readonly clock: Clock;
  /** node:crypto's, where none is given. */
  readonly random?: RandomBytes;
  readonly stateMachines: readonly { readonly arn: string; readonly name: string; readonly definition: unknown }[];
  readonly invoke: Ports['invoke'];
  /** Told of each execution that was started from outside when it begins and when it ends; never inside a call. */
  readonly onStatusChange?: (change: StatusChange) => void;
}

export interface StateMachine extends Machine {
  readonly definition: string;
  readonly createdAt: number;
}

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  readonly input?: string | undefined;
}

export interface ListRequest extends PageRequest {
  /** The ARN of a state machine, or of a map run, whose executions are its children. */
  readonly of: string;
  readonly statusFilter?: ExecutionStatus | undefined;
}

/**
 * AWS Step Functions, as much of it as runs our workflow: Standard executions, held in memory. Definitions are parsed
 * when it is made, which throws DefinitionError. Its methods throw AwsError, named as AWS names the error.
 */
export class StepFunctions {
  readonly stateMachines: readonly StateMachine[];
  readonly #options: StepFunctionsOptions;
  readonly #random: RandomBytes;
  readonly #interpreter: Interpreter;
  readonly #executions = new Map<string, Execution>();
  /** Executions in the order of their start, by the ARN of their state machine or map run. */
  readonly #lists = new Map<string, Execution[]>();

  constructor(options: StepFunctionsOptions) {
    const { clock, invoke, random = randomBytes } = options;
    this.#options = options;
    this.#random = random;
    this.#interpreter = new Interpreter({ clock, random, invoke, changed: (execution) => this.#changed(execution) });
    this.stateMachines = options.stateMachines.map(({ arn, name, definition }) => {
      const parsed = parseDefinition(definition);
      return { arn, name, ...parsed, definition: JSON.stringify(definition), createdAt: clock.now() };
    });
    for (const { arn } of this.stateMachines) this.#lists.set(arn, []);
  }

  /** State transitions as AWS bills them: each state that was entered, and each retry, in all executions so far. */
  get transitions(): number {
    return this.#interpreter.transitions;
  }

  stateMachine(arn: string): StateMachine {
    const machine = this.stateMachines.find((candidate) => candidate.arn === requireArn(arn));
    if (machine !== undefined) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /**
   * Starts an execution. A repeat with the same name and input answers the same execution while that runs; any other
   * use of a name that is taken is ExecutionAlreadyExists.
   */
  startExecution({ stateMachineArn, name = uuid(this.#random), input = '{}' }: StartRequest): Execution {
    const machine = this.stateMachine(stateMachineArn);
    const document = parseInput(input);
    const arn = executionArn(machine.arn, requireName(name));
    const taken = this.#executions.get(arn);
    if (taken !== undefined) return repeated(taken, input);
    const startedAt = this.#options.clock.now();
    const origin = { mapRunArn: undefined, iteration: undefined };
    const execution = newExecution({ arn, name, machine, input: document, startedAt, ...origin });
    this.#interpreter.begin(execution);
    return execution;
  }

  execution(arn: string): Execution {
    const execution = this.#executions.get(requireArn(arn));
    if (execution !== undefined) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** Executions of a state machine, or the children of a map run; the newest first. */
  executions({ of, statusFilter, ...request }: ListRequest): Page<Execution> {
    const list = this.#lists.get(requireArn(of));
    if (list === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${of}'`);
    const keep = ({ status }: Execution) => statusFilter === undefined || status === statusFilter;
    return pageOf(list, request, { backwards: true, keep });
  }

  /** Aborts an execution; one that has ended stays as it is. Answers when it ended. */
  stopExecution(arn: string, failure: Failure = {}): number {
    const execution = this.execution(arn);
    this.#interpreter.end(execution, 'ABORTED', { failure: toldFailure(failure) });
    return execution.stoppedAt ?? this.#options.clock.now();
  }

  /** The token's task has this result (JSON). */
  sendTaskSuccess(token: string, output: string): void {
    requireOpen(this.#interpreter.tasks.answer(token, parseOutput(output)));
  }

  /** The token's task has failed. */
  sendTaskFailure(token: string, failure: Failure = {}): void {
    requireOpen(this.#interpreter.tasks.answer(token, toldFailure(failure)));
  }

  /** The token's task is still being worked on. */
  sendTaskHeartbeat(token: string): void {
    requireOpen(this.#interpreter.tasks.heartbeat(token));
  }

  #changed(execution: Execution): void {
    const { arn, machine, mapRunArn, status } = execution;
    if (status === 'RUNNING') {
      const key = mapRunArn ?? machine.arn;
      const list = this.#lists.get(key) ?? [];
      this.#lists.set(key, list);
      list.push(execution);
      this.#executions.set(arn, execution);
    }
    const { onStatusChange } = this.#options;
    if (onStatusChange === undefined || mapRunArn !== undefined) return;
    const change = statusChange(execution);
    queueMicrotask(() => onStatusChange(change));
  }
}

function repeated(taken: Execution, input: string): Execution {
  if (taken.status === 'RUNNING' && taken.input.text === input) return taken;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${taken.arn}'`);
}

/** AWS says the same of a task that was answered, that timed out, and whose execution has ended. */
function requireOpen(token: TokenState): void {
  switch (token) {
    case 'open':
      return;
    case 'closed':
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    case 'unknown':
      throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    default:
      token satisfies never;
  }
}
