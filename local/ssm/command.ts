import type { HostDocument } from './aws-documents/documents.ts';
import type { NodePlatform } from './managed-node.ts';

/**
 * Detailed statuses of an invocation as the API spells them (the user guide writes them with spaces), each with the
 * Status that goes with it. Seen in real answers: TimedOut with ExecutionTimedOut and ResponseCode 137, Failed with
 * Undeliverable and ResponseCode -1. Terminated is what MaxErrors does to those not yet sent.
 */
export const INVOCATION_STATUS = {
  Pending: 'Pending',
  InProgress: 'InProgress',
  Cancelling: 'Cancelling',
  Success: 'Success',
  Failed: 'Failed',
  Cancelled: 'Cancelled',
  ExecutionTimedOut: 'TimedOut',
  DeliveryTimedOut: 'TimedOut',
  Undeliverable: 'Failed',
  Terminated: 'Cancelled',
} as const;

export type InvocationDetails = keyof typeof INVOCATION_STATUS;

export interface Invocation {
  readonly instanceId: string;
  readonly computerName: string;
  readonly platform: NodePlatform['type'];
  details: InvocationDetails;
  /** Taken up within MaxConcurrency: given to the node, or waiting for it to be online. */
  dispatched: boolean;
  startedAt?: number;
  endedAt?: number;
  /** -1 until the script has ended, 137 when it was killed. */
  exitCode: number;
  stdout: string;
  stderr: string;
  readonly abort: AbortController;
}

/** One SendCommand; times in milliseconds since the epoch. */
export interface Command {
  readonly id: string;
  /** Counts up; lists page by it. */
  readonly sequence: number;
  readonly documentName: string;
  /** The version that it runs, in digits. */
  readonly documentVersion: string;
  readonly document: HostDocument;
  readonly given: Readonly<Record<string, readonly string[]>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly comment: string;
  readonly timeoutSeconds: number;
  readonly executionTimeoutSeconds: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly requestedAt: number;
  /** Later than this it reaches no node. */
  readonly deliverUntil: number;
  /** TimeoutSeconds and the execution timeout later: what has not ended by then is DeliveryTimedOut. */
  readonly expiresAt: number;
  readonly invocations: readonly Invocation[];
  cancelled: boolean;
}

export interface CommandState {
  readonly status: 'Pending' | 'InProgress' | 'Cancelling' | 'Success' | 'Cancelled' | 'Failed' | 'TimedOut';
  readonly details: string;
  readonly completed: number;
  /** Failed and ExecutionTimedOut: what counts against MaxErrors. */
  readonly errors: number;
  readonly deliveryTimedOut: number;
}

export const isOver = (invocation: Invocation): boolean =>
  !['Pending', 'InProgress', 'Cancelling'].includes(invocation.details);

/** How many a number such as `10` or `10%` of `total` is; percentages are rounded down. */
export function limit(text: string, total: number): number {
  return text.endsWith('%') ? Math.floor((Number(text.slice(0, -1)) * total) / 100) : Number(text);
}

/** The status of the whole command, by the table of "Understanding command statuses" in the user guide. */
export function commandState(command: Command): CommandState {
  const count = (...wanted: InvocationDetails[]) =>
    command.invocations.filter(({ details }) => wanted.includes(details)).length;
  const counts = {
    completed: command.invocations.filter(isOver).length,
    errors: count('Failed', 'ExecutionTimedOut'),
    deliveryTimedOut: count('DeliveryTimedOut'),
  };
  const [status, details] = statusAndDetails(command, counts, count);
  return { ...counts, status, details };
}

function statusAndDetails(
  command: Command,
  { completed, errors, deliveryTimedOut }: Pick<CommandState, 'completed' | 'errors' | 'deliveryTimedOut'>,
  count: (...wanted: InvocationDetails[]) => number,
): [CommandState['status'], string] {
  const total = command.invocations.length;
  const tolerated = limit(command.maxErrors, total);
  if (completed < total) {
    if (command.cancelled) return ['Cancelling', 'Cancelling'];
    return count('Pending') === total ? ['Pending', 'Pending'] : ['InProgress', 'InProgress'];
  }
  if (command.cancelled) return ['Cancelled', 'Cancelled'];
  if (count('Success', 'Undeliverable') === total) return ['Success', 'Success'];
  if (errors > tolerated)
    return count('ExecutionTimedOut') === errors ? ['TimedOut', 'ExecutionTimedOut'] : ['Failed', 'Failed'];
  if (deliveryTimedOut > tolerated) return ['TimedOut', 'DeliveryTimedOut'];
  return ['Failed', 'Incomplete'];
}
