import type { CommandDocument } from './documents.ts';
import { attemptParameters, encoded, parameter, powershellStep, shellStep, windowsAttempt } from './parameters.ts';

/** At most about 1,180 s: answers 40, download 300, answers 40, restart 60, health 340, and 400 for the way back, which outlives a kill. */
export const PACKAGE_SECONDS = 1200;

const packageParameters = {
  ...attemptParameters,
  ArtifactUrl: encoded('Where the tar.gz is: https, or http on the node itself. Not needed for a rollback.'),
  Sha256: parameter('SHA-256 of the archive, in hex. Not needed for a rollback.', '^([A-Fa-f0-9]{64})?$', {
    default: '',
  }),
  RestartCommand: encoded('Shell command that makes the agent in current the running one, within 60 s.'),
};

export type PackageParameterName = keyof typeof packageParameters;

/** The document that upgrades an agent from an archive or takes it back: one JSON result line, then the log's end. */
export function packageDocument(): CommandDocument {
  const files = ['node.sh', 'attempt.sh', 'session.sh', 'prepare.sh', 'switch.sh', 'package.sh'];
  return {
    schemaVersion: '2.2',
    description: 'Fleet Upgrade: upgrades an agent from an archive and switches back when it does not come up.',
    parameters: packageParameters,
    mainSteps: [
      shellStep('package', PACKAGE_SECONDS, packageParameters, files),
      powershellStep('packageOnWindows', PACKAGE_SECONDS, packageParameters, [...windowsAttempt, 'package.ps1']),
    ],
  };
}
