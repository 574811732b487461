import { MSI_SECONDS, msiDocument } from './msi.ts';
import { OS_PACKAGE_SECONDS, osPackageDocument } from './os-package.ts';
import { PACKAGE_SECONDS, packageDocument } from './package.ts';
import type { DocumentParameter } from './parameters.ts';
import { REPORT_SECONDS, reportDocument } from './report.ts';

export interface DocumentStep {
  readonly action: 'aws:runShellScript' | 'aws:runPowerShellScript';
  readonly name: string;
  readonly precondition?: { readonly StringEquals: readonly ['platformType', 'Linux' | 'Windows'] };
  /** `timeoutSeconds`: the execution timeout, after which the agent kills the script: its process group on Linux, its process alone on Windows. */
  readonly inputs: { readonly timeoutSeconds: string; readonly runCommand: readonly string[] };
}

/** The content of an SSM document of type Command. */
export interface CommandDocument {
  readonly schemaVersion: '2.2';
  readonly description: string;
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
  readonly mainSteps: readonly DocumentStep[];
}

/**
 * Seconds a script may run before its process group is killed. A command that no node has taken up shows as timed out
 * only after its TimeoutSeconds and this together.
 */
export const EXECUTION_TIMEOUT_SECONDS = {
  package: PACKAGE_SECONDS,
  msi: MSI_SECONDS,
  'os-package': OS_PACKAGE_SECONDS,
  report: REPORT_SECONDS,
} as const;

/** The content of each document of ours, by recipe. */
export const ownDocuments = {
  package: packageDocument(),
  'os-package': osPackageDocument(),
  msi: msiDocument(),
  report: reportDocument(),
} as const;
