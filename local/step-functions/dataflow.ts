import type { Branch } from './execution.ts';
import { errorOutput, type Failure, StatesError } from './failure.ts';
import { type Document, documentOf, isTooLarge, type Json, type JsonObject } from './json.ts';
import { find, type Path, read, type Source, write } from './paths.ts';
import type { Catcher } from './retry.ts';
import type { Template } from './template.ts';

/** The context object (`$$`) as a state of this branch sees it; times are ISO 8601 with milliseconds. */
function contextOf({ execution, stateName, enteredAt, retries }: Branch, more: JsonObject): Json {
  return {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: execution.input.value,
      StartTime: new Date(execution.startedAt).toISOString(),
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    State: {
      Name: stateName,
      EnteredTime: new Date(enteredAt).toISOString(),
      RetryCount: retries.reduce((sum, count) => sum + count, 0),
    },
    ...more,
  };
}

/** What paths of this branch's state read from; `more` adds Task or Map to the context object. */
export function sourceOf(branch: Branch, input: Json, more: JsonObject = {}): Source {
  return { input, context: () => contextOf(branch, more) };
}

/** What InputPath leaves of the state's input. */
export function effectiveInput(branch: Branch, state: { readonly InputPath?: Path | null | undefined }): Document {
  return select(state.InputPath, branch, branch.input);
}

/** InputPath or OutputPath: none takes all, null takes nothing. */
export function select(path: Path | null | undefined, branch: Branch, document: Document): Document {
  if (path === null) return documentOf({});
  if (path === undefined || (path.root === 'input' && path.steps.length === 0)) return document;
  return documentOf(read(path, sourceOf(branch, document.value)));
}

interface ResultFields {
  readonly ResultSelector?: Template | undefined;
  readonly ResultPath?: Path | null | undefined;
  readonly OutputPath?: Path | null | undefined;
}

/** A state's output from its result: ResultSelector, then ResultPath into the raw input, then OutputPath. */
export function outputFrom(branch: Branch, state: ResultFields, result: Document): Document {
  const selected =
    state.ResultSelector === undefined ? result : documentOf(state.ResultSelector(sourceOf(branch, result.value)));
  return select(state.OutputPath, branch, place(state.ResultPath, branch.input, selected));
}

/** The output of a state whose failure is caught: OutputPath has no say in it. */
export function caughtOutput(branch: Branch, catcher: Catcher, failure: Failure): Document {
  return place(catcher.ResultPath, branch.input, documentOf(errorOutput(failure)));
}

function place(path: Path | null | undefined, input: Document, result: Document): Document {
  if (path === null) return input;
  if (path === undefined || path.steps.length === 0) return result;
  return documentOf(write(path, input.value, result.value));
}

/** Throws States.DataLimitExceeded where a state's input, payload or output is over 256 KiB. */
export function withinLimit(branch: Branch, document: Document): Document {
  if (isTooLarge(document.text)) throw new StatesError('States.DataLimitExceeded', tooLarge(branch.stateName));
  return document;
}

export function tooLarge(name: string): string {
  return `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
}

/** A whole number that a path leads to. Throws States.Runtime where it is none, or not within the bounds. */
export function readInteger(field: string, path: Path, source: Source, least: number, most: number): number {
  const value = find(path, source);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  const found = value === undefined ? 'nothing' : JSON.stringify(value);
  const message = `The ${field} parameter needs an integer from ${least} to ${most}: ${path.text} == ${found}`;
  throw new StatesError('States.Runtime', message);
}

/** What a thrown StatesError is as a failure of the state that threw it, told as AWS tells it. */
export function failureIn(branch: Branch, { error, message }: StatesError): Failure {
  if (error === 'States.DataLimitExceeded') return { error, cause: message };
  const where = `the state '${branch.stateName}' (entered at the event id #${branch.enteredEventId})`;
  return { error, cause: `An error occurred while executing ${where}. ${message}` };
}
