import type { CommandDocument } from './documents.ts';
import {
  artifactParameters,
  attemptParameters,
  encoded,
  JITTER_SECONDS,
  parameter,
  powershellStep,
  shellStep,
  windowsAttempt,
} from './parameters.ts';

/** At most about 1,180 s: answers 40, download 300, answers 40, restart 60, health 340, and 400 for the way back, which outlives a kill. */
const WORK_SECONDS = 1200;
export const PACKAGE_SECONDS = WORK_SECONDS + JITTER_SECONDS;

const packageParameters = {
  ...attemptParameters,
  ...artifactParameters,
  RestartCommand: encoded('Shell command that makes the agent in current the running one, within 60 s.'),
  Service: parameter('Service to restart where there is no RestartCommand.', '^([A-Za-z0-9][A-Za-z0-9@._-]{0,127})?$', {
    default: '',
  }),
};

const packageFiles = [
  'node.sh',
  'attempt.sh',
  'session.sh',
  'service.sh',
  'download.sh',
  's3.sh',
  'artifact.sh',
  'prepare.sh',
  'switch.sh',
  'package.sh',
];

export type PackageParameterName = keyof typeof packageParameters;

/** The document that upgrades an agent from an archive or takes it back: one JSON result line, then the log's end. */
export function packageDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description: 'Fleet Upgrade: upgrades an agent from an archive and switches back when it does not come up.',
    parameters: packageParameters,
    mainSteps: [
      shellStep('package', PACKAGE_SECONDS, packageParameters, packageFiles),
      powershellStep('packageOnWindows', PACKAGE_SECONDS, packageParameters, [...windowsAttempt, 'package.ps1']),
    ],
  };
}
