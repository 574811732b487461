import type { CommandDocument } from '../../lib/documents/documents.ts';

/** What a node is told to run. */
export interface Delivery {
  readonly commandId: string;
  readonly document: CommandDocument;
  /** Every parameter of the document, with defaults filled in. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Seconds after which the node's agent gives the script up. */
  readonly executionTimeoutSeconds: number;
  /** Aborted when the command is cancelled. */
  readonly signal: AbortSignal;
}

/** How it ended, as the node's agent reports it; a node that is lost on the way never reports. */
export type Report =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timedOut' | 'cancelled' | 'undeliverable' };

/** A machine with an SSM Agent. */
export interface ManagedNode {
  /** `i-` or `mi-` and 17 hex digits. */
  readonly id: string;
  readonly agentVersion: string;
  readonly computerName: string;
  run(delivery: Delivery): Promise<Report>;
}

/** What SSM Agent adds to the error output of a script that failed. */
export const failure = (exitCode: number): string => `failed to run commands: exit status ${exitCode}`;
