import type { HistoryEvent as AwsHistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { ExecutionStatus, Outcome } from './execution.ts';
import { toldFailure } from './failure.ts';
import type { Document } from './json.ts';

/** The details of an event, under AWS's own name for that kind of details. */
export type Details = Omit<AwsHistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly type: HistoryEventType;
  readonly details: Details;
}

/** AWS's hard quota; event number 25,000 is either ExecutionSucceeded or the end of an execution that failed for it. */
const MOST_EVENTS = 25_000;

const LAST_WORDS: ReadonlySet<HistoryEventType> = new Set([
  'ExecutionAborted',
  'ExecutionFailed',
  'ExecutionSucceeded',
  'ExecutionTimedOut',
]);

/** Thrown where an event finds no place any more: it is the whole execution that fails. */
export class HistoryFull extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${MOST_EVENTS}).`);
    this.name = 'HistoryFull';
  }
}

/** Appends an event and answers its id. Throws HistoryFull. */
export function append(history: HistoryEvent[], event: Omit<HistoryEvent, 'id'>): number {
  if (history.length >= MOST_EVENTS - 1 && !LAST_WORDS.has(event.type)) throw new HistoryFull();
  const id = history.length + 1;
  history.push({ id, ...event });
  return id;
}

const whole = { truncated: false };
export const inputOf = ({ text }: Document) => ({ input: text, inputDetails: whole });
export const outputOf = ({ text }: Document) => ({ output: text, outputDetails: whole });

/** The event that ends an execution. */
export function lastWords(status: Exclude<ExecutionStatus, 'RUNNING'>, outcome: Outcome): [HistoryEventType, Details] {
  if (outcome.failure === undefined) {
    return ['ExecutionSucceeded', { executionSucceededEventDetails: outputOf(outcome.output) }];
  }
  const told = toldFailure(outcome.failure);
  switch (status) {
    case 'ABORTED':
      return ['ExecutionAborted', { executionAbortedEventDetails: told }];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { executionTimedOutEventDetails: told }];
    default:
      return ['ExecutionFailed', { executionFailedEventDetails: told }];
  }
}

const DATA: ReadonlySet<string> = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

/** The event without the data that travelled, for `includeExecutionData: false`. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const details = Object.entries(event.details).map(([kind, detail]) => {
    return [kind, Object.fromEntries(Object.entries(detail ?? {}).filter(([field]) => !DATA.has(field)))];
  });
  return { ...event, details: Object.fromEntries(details) };
}
