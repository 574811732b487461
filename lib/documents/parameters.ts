import { readFileSync } from 'node:fs';
import type { DocumentStep } from './documents.ts';

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

export const parameter = (description: string, allowedPattern: string, rest: Partial<DocumentParameter> = {}) =>
  ({ type: 'String', description, allowedPattern, ...rest, interpolationType: 'ENV_VAR' }) as const;

/**
 * Base64url, since no character of it means anything to a shell. Bounded by maxChars and not by the pattern: RE2, which
 * SSM Agent uses, takes no repetition over 1,000.
 */
export const encoded = (description: string, maxChars = 4096) =>
  parameter(`${description} Base64url without padding.`, '^[A-Za-z0-9_-]*$', { default: '', maxChars });

export const ATTEMPT_ID = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';

/** What every document knows of an agent, the probe too. */
export const sharedParameters = {
  AgentType: parameter('Agent type.', '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  VersionCommand: encoded('Shell command whose first line is the version that the agent itself reports.'),
  HealthCommand: encoded('Shell command that ends with 0 when the agent is healthy. Empty: HealthUrl is asked.'),
  HealthUrl: encoded(
    'URL that answers 2xx within 5 s when the agent is healthy, https or on the node. Empty: a version is enough.',
    2048,
  ),
  InstallRoot: encoded('Directory of versions/ and current. Empty: /opt/fleet-upgrade/<AgentType>.', 1024),
};

/** What every document that changes an agent is told. */
export const attemptParameters = {
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
  HealthTimeoutSeconds: parameter(
    'How long the new version has to become healthy, 1 to 300 s.',
    '^([1-9][0-9]?|[12][0-9]{2}|300)$',
    { default: '60' },
  ),
  ...sharedParameters,
};

/** The longest wait before a download. It counts towards the document's timeout, which therefore has it on top of its work. */
export const JITTER_SECONDS = 600;

/** What every document knows that brings an archive or package file to the node. */
export const artifactParameters = {
  Artifacts: encoded(
    'A line "<linux, windows or any>/<x86_64, arm64 or any> <url> <sha256 or -> <signature or ->" for each artifact. Not needed for a rollback.',
    16_384,
  ),
  PublicKey: encoded(
    'Ed25519 key in PEM that has to have signed the artifact. Empty: no signature is asked for.',
    1024,
  ),
  KeepVersions: parameter(
    'How many versions the node keeps, 2 to 10, the running one and the one before among them.',
    '^([2-9]|10)$',
    {
      default: '3',
    },
  ),
  Proxy: encoded('http(s)://host:port to download through. Empty: as the node is configured.', 1024),
  MaxKbps: parameter('Most kilobits a second of the download; 0: no limit.', '^(0|[1-9][0-9]{0,5})$', { default: '0' }),
  JitterSeconds: parameter(
    `Downloads are spread over so long, 0 to ${JITTER_SECONDS} s, and never past NotAfter.`,
    '^(0|[1-9][0-9]?|[1-5][0-9]{2}|600)$',
    { default: '0' },
  ),
};

/** A step of POSIX sh made of the parameters and of files of this directory, in their order. */
export function shellStep(
  name: string,
  timeoutSeconds: number,
  parameters: object,
  files: readonly string[],
): DocumentStep {
  const given = ['#!/bin/sh', ...Object.keys(parameters).map(takeParameter)];
  return step('aws:runShellScript', 'Linux', name, timeoutSeconds, [...given, ...files.flatMap(code)]);
}

/** Files of `windows/` that every recipe of Windows is made of; its own comes after them. */
export const windowsAttempt = ['node.ps1', 'journal.ps1', 'attempt.ps1', 'artifact.ps1', 'switch.ps1'];

/**
 * A step of Windows PowerShell 5.1 made of the parameters and of files of `windows/`, in their order. Pasting is as safe as
 * in sh; node.ps1 takes the environment variables, where there are any.
 */
export function powershellStep(
  name: string,
  timeoutSeconds: number,
  parameters: object,
  files: readonly string[],
): DocumentStep {
  const given = Object.keys(parameters).map((name) => `${name} = '{{ ${name} }}'`);
  const lines = ['$given = @{', ...given, '}', ...files.flatMap((file) => code(`windows/${file}`))];
  return step('aws:runPowerShellScript', 'Windows', name, timeoutSeconds, lines);
}

const step = (
  action: DocumentStep['action'],
  platform: 'Linux' | 'Windows',
  name: string,
  timeoutSeconds: number,
  runCommand: readonly string[],
): DocumentStep => ({
  action,
  name,
  precondition: { StringEquals: ['platformType', platform] },
  inputs: { timeoutSeconds: String(timeoutSeconds), runCommand },
});

/** Either form of a parameter. Pasting into single quotes is safe, since no allowedPattern admits a quote. */
const takeParameter = (name: string) => `if [ -z "\${SSM_${name}+x}" ]; then SSM_${name}='{{ ${name} }}'; fi`;

/**
 * The lines of a file of this directory, without comments of whole lines, empty ones and indentation: a document has room for 64 KB. No
 * text of theirs begins with spaces.
 */
const code = (file: string) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => line.trimStart());
