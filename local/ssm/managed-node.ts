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

/** What a node is told to run that is a part of its SSM Agent. */
export interface AwsDelivery extends Omit<Delivery, 'document'> {
  readonly plugin: 'aws:updateSsmAgent' | 'aws:configurePackage';
}

/** How it ended, as the node's agent reports it; a node that is lost on the way never reports. */
export type Report =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timedOut' | 'cancelled' | 'undeliverable' };

/** What a node tells of itself when it connects. */
export interface NodePlatform {
  readonly type: 'Linux' | 'Windows' | 'MacOS';
  readonly name: string;
  readonly version: string;
  /** Told by EC2, not by the node. */
  readonly architecture: string;
}

export const AMAZON_LINUX: NodePlatform = {
  type: 'Linux',
  name: 'Amazon Linux',
  version: '2023',
  architecture: 'x86_64',
};

/** An entry of the inventory type AWS:Application, of which SSM Agent tells more. */
export interface InstalledApplication {
  readonly Name: string;
  readonly Version: string;
  readonly Release?: string;
  readonly Epoch?: string;
  readonly PackageId?: string;
}

export interface NodeSoftware {
  /** Whole seconds: `2026-01-15T08:00:00Z`. */
  readonly capturedAt: string;
  readonly applications: readonly InstalledApplication[];
}

/** A machine with an SSM Agent. */
export interface ManagedNode {
  /** `i-` or `mi-` and 17 hex digits. */
  readonly id: string;
  readonly agentVersion: string;
  readonly computerName: string;
  /** Amazon Linux 2023 unless given. */
  readonly platform?: NodePlatform;
  /** Of the instance, or of the hybrid node; none unless given. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What it told to the inventory last; nothing unless given, as without an association that asks for it. */
  readonly software?: NodeSoftware | undefined;
  run(delivery: Delivery): Promise<Report>;
  /** Runs a document of AWS; a node without has an SSM Agent that knows none. */
  runAws?(delivery: AwsDelivery): Promise<Report>;
}

/** What SSM Agent adds to the error output of a script that failed. */
export const failure = (exitCode: number): string => `failed to run commands: exit status ${exitCode}`;
