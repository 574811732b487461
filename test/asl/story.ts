import { isObject, type Json } from '../../local/step-functions/json.ts';
import type { Call, Event, Run } from './engine.ts';

/** What two engines must agree on. */
export interface Story {
  readonly status: string;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly states: Readonly<Record<string, readonly string[]>>;
  readonly events: Readonly<Record<string, number>> | readonly string[];
  readonly calls: readonly string[];
  readonly tokens: readonly string[];
}

/**
 * A run as it is compared. In order: every event with the one that it follows, and every call.
 * Otherwise, where items run at the same time and may overtake one another: the states that each item entered, how often
 * each event came, and which calls were made.
 */
export function storyOf(run: Run, inOrder: boolean): Story {
  const { status, output, error, cause, events, tokens } = run;
  const calls = run.calls.map(told);
  return {
    ...{ status, output, error, tokens },
    // Of what the service itself says AWS promises only the name.
    cause: error?.startsWith('States.') === true ? undefined : cause,
    states: statesByIteration(events),
    events: inOrder ? events.map(line) : counted(events),
    calls: inOrder ? calls : calls.toSorted(),
  };
}

/** A call with its payload; a token is another in each run, and only told to be there. */
const told = ({ name, payload }: Call): string => `${name} ${JSON.stringify(masked(payload))}`;

function masked(payload: Json): Json {
  if (!isObject(payload) || typeof payload['token'] !== 'string' || payload['token'] === '') return payload;
  return { ...payload, token: '<token>' };
}

const nameOf = ({ stateEnteredEventDetails, mapIterationStartedEventDetails }: Event): string | number =>
  stateEnteredEventDetails?.name ?? mapIterationStartedEventDetails?.index ?? '';

const line = (event: Event): string => `${event.id} ${event.previousEventId} ${event.type} ${nameOf(event)}`.trim();

function counted(events: readonly Event[]): Record<string, number> {
  const byType = Map.groupBy(events, ({ type }) => type);
  return Object.fromEntries([...byType].map(([type, { length }]) => [type, length]).toSorted());
}

/**
 * The names of the states that were entered, for each iteration and for the execution itself. An iteration may begin with
 * an event that follows one of another iteration, so that the first beginning on the way back decides.
 */
function statesByIteration(events: readonly Event[]): Record<string, string[]> {
  const lines: Record<string, string[]> = {};
  const lineOf = new Map<number, string>([[0, 'execution']]);
  for (const event of events) {
    const before = lineOf.get(event.previousEventId) ?? 'execution';
    const own = event.type === 'MapIterationStarted' ? `item ${nameOf(event)}` : before;
    lineOf.set(event.id, event.type.startsWith('MapState') ? 'execution' : own);
    const name = event.stateEnteredEventDetails?.name;
    if (name !== undefined) lines[own] = [...(lines[own] ?? []), name];
  }
  return lines;
}
