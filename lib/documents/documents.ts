import { readFileSync } from 'node:fs';

/** A parameter of a Command document, schema 2.2 ("Data elements and parameters" in the Systems Manager user guide). */
export interface DocumentParameter {
  readonly type: 'String';
  readonly description: string;
  /** Absent: the parameter must be given. */
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern: string;
  readonly maxChars?: number;
  /** SSM Agent 3.3.2746.0 and later set SSM_<name>; older ones know no such field and paste the value over `{{ name }}`. */
  readonly interpolationType: 'ENV_VAR';
}

export interface DocumentStep {
  readonly action: 'aws:runShellScript';
  readonly name: string;
  readonly precondition?: { readonly StringEquals: readonly [string, string] };
  /** `timeoutSeconds`: the execution timeout, after which the agent kills the script's process group. */
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
 * Seconds a script may run before its process group is killed. `package` takes at most about 1,180: answers 40, download
 * 300, answers 40, restart 60, health 340, and 400 for the way back, which outlives a kill. A command that no node has
 * taken up shows as timed out only after its TimeoutSeconds and this together.
 */
export const EXECUTION_TIMEOUT_SECONDS = { package: 1200, report: 90 } as const;

const parameter = (description: string, allowedPattern: string, rest: Partial<DocumentParameter> = {}) =>
  ({ type: 'String', description, allowedPattern, ...rest, interpolationType: 'ENV_VAR' }) as const;

/**
 * Base64url, since no character of it means anything to a shell. Bounded by maxChars and not by the pattern: RE2, which
 * SSM Agent uses, takes no repetition over 1,000.
 */
const encoded = (description: string, maxChars = 4096) =>
  parameter(`${description} Base64url without padding.`, '^[A-Za-z0-9_-]*$', { default: '', maxChars });

const ATTEMPT_ID = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';

const sharedParameters = {
  AgentType: parameter('Agent type.', '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  VersionCommand: encoded('Shell command whose first line is the version that the agent itself reports.'),
  HealthCommand: encoded('Shell command that ends with 0 when the agent is healthy. Empty: a version is enough.'),
  InstallRoot: encoded('Directory of versions/ and current. Empty: /opt/fleet-upgrade/<AgentType>.', 1024),
};

const packageParameters = {
  Action: parameter('What to do; reinstall also acts where the target already runs.', '^[a-z]+$', {
    allowedValues: ['upgrade', 'reinstall', 'rollback'],
  }),
  AttemptId: parameter(
    'Id of this attempt. An attempt acts once; asked again, it answers its result.',
    `^${ATTEMPT_ID}$`,
  ),
  NotAfter: parameter('Epoch seconds after which nothing is started or switched.', '^[1-9][0-9]{0,11}$'),
  Version: parameter(
    'Version to run, as the agent reports it. A rollback finds it among the kept ones.',
    '^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$',
  ),
  ArtifactUrl: encoded('Where the tar.gz is: https, or http on the node itself. Not needed for a rollback.'),
  Sha256: parameter('SHA-256 of the archive, in hex. Not needed for a rollback.', '^([A-Fa-f0-9]{64})?$', {
    default: '',
  }),
  RestartCommand: encoded('Shell command that makes the agent in current the running one, within 60 s.'),
  HealthTimeoutSeconds: parameter(
    'How long the new version has to become healthy, 1 to 300 s.',
    '^([1-9][0-9]?|[12][0-9]{2}|300)$',
    {
      default: '60',
    },
  ),
  ...sharedParameters,
};

const reportParameters = {
  AttemptId: parameter('Id of the attempt to report on, or empty.', `^(${ATTEMPT_ID})?$`, { default: '' }),
  ...sharedParameters,
};

export type PackageParameterName = keyof typeof packageParameters;
export type ReportParameterName = keyof typeof reportParameters;

/** The document that upgrades an agent from an archive or takes it back: one JSON result line, then the log's end. */
export function packageDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description: 'Fleet Upgrade: upgrades an agent from an archive and switches back when it does not come up.',
    parameters: packageParameters,
    mainSteps: [step('package', packageParameters, ['node.sh', 'prepare.sh', 'switch.sh', 'package.sh'])],
  };
}

/** The probe: reports the installed version, its health and how an attempt ended. Changes nothing. */
export function reportDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description: 'Fleet Upgrade: reports version, health and the result of an attempt. Changes nothing.',
    parameters: reportParameters,
    mainSteps: [step('report', reportParameters, ['node.sh', 'report.sh'])],
  };
}

function step(name: 'package' | 'report', parameters: object, files: readonly string[]): DocumentStep {
  return {
    action: 'aws:runShellScript',
    name,
    precondition: { StringEquals: ['platformType', 'Linux'] },
    inputs: {
      timeoutSeconds: String(EXECUTION_TIMEOUT_SECONDS[name]),
      runCommand: ['#!/bin/sh', ...Object.keys(parameters).map(takeParameter), ...files.flatMap(lines)],
    },
  };
}

/** Either form of a parameter. Pasting into single quotes is safe, since no allowedPattern admits a quote. */
const takeParameter = (name: string) => `if [ -z "\${SSM_${name}+x}" ]; then SSM_${name}='{{ ${name} }}'; fi`;

const lines = (file: string) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
