import { choose } from './choice.ts';
import { effectiveInput, outputFrom, readInteger, select, sourceOf } from './dataflow.ts';
import type { Branch } from './execution.ts';
import { StatesError } from './failure.ts';
import { type Document, documentOf } from './json.ts';
import { type Path, read, type Source } from './paths.ts';
import { MOST_SECONDS } from './state-fields.ts';
import type { ChoiceState, PassState, SucceedState, WaitState } from './states.ts';
import { parseTimestamp } from './timestamp.ts';

/** Where a branch goes from a state, and with what; nowhere, if it has ended. */
export interface Exit {
  readonly output: Document;
  readonly next: string | undefined;
}

/** What states that only look at their input come to. Throws StatesError. */
export function exitOf(branch: Branch, state: PassState | ChoiceState | SucceedState | WaitState): Exit {
  const input = effectiveInput(branch, state);
  switch (state.Type) {
    case 'Pass':
      return { output: outputFrom(branch, state, passResult(branch, state, input)), next: state.Next };
    case 'Choice': {
      const next = choose(state.Choices, state.Default, sourceOf(branch, input.value));
      return { output: select(state.OutputPath, branch, input), next };
    }
    case 'Succeed':
      return { output: select(state.OutputPath, branch, input), next: undefined };
    case 'Wait':
      return { output: select(state.OutputPath, branch, input), next: state.Next };
    default:
      return state satisfies never;
  }
}

function passResult(branch: Branch, { Result, Parameters }: PassState, input: Document): Document {
  if (Result !== undefined) return documentOf(Result);
  return Parameters === undefined ? input : documentOf(Parameters(sourceOf(branch, input.value)));
}

/** How long a Wait state waits, in milliseconds; a time that has passed is none. Throws States.Runtime. */
export function waitMs(branch: Branch, state: WaitState, now: number): number {
  if (state.Seconds !== undefined) return state.Seconds * 1000;
  if (state.Timestamp !== undefined) return Math.max(0, state.Timestamp - now);
  const source = sourceOf(branch, effectiveInput(branch, state).value);
  if (state.SecondsPath !== undefined) {
    return readInteger('SecondsPath', state.SecondsPath, source, 0, MOST_SECONDS) * 1000;
  }
  if (state.TimestampPath !== undefined) return Math.max(0, readTimestamp(state.TimestampPath, source) - now);
  throw new Error(`The state "${branch.stateName}" waits for nothing.`);
}

function readTimestamp(path: Path, source: Source): number {
  const value = read(path, source);
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  const wanted = 'a valid ISO-8601 extended offset date-time format string';
  const message = `The TimestampPath parameter does not reference ${wanted}: ${path.text} == ${JSON.stringify(value)}`;
  throw new StatesError('States.Runtime', message);
}
