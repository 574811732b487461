import type { CommandDocument } from './documents.ts';
import { attemptParameters, encoded, parameter, shellStep } from './parameters.ts';

/**
 * At most about 1,760 s: answers 80, waiting for locks 240, refreshing 300 and downloading 300, installing 300, restart 60,
 * health 340, and an interrupted run to be finished before. The way back outlives a kill.
 */
export const OS_PACKAGE_SECONDS = 1800;

const osPackageParameters = {
  ...attemptParameters,
  Version: parameter(
    'Version to run, as the agent reports it, where Packages names no other.',
    '^[A-Za-z0-9][A-Za-z0-9._+~:^-]{0,63}$',
  ),
  PackageName: parameter('Name of the package.', '^[A-Za-z0-9]([A-Za-z0-9.+_-]{0,126}[A-Za-z0-9+])?$'),
  Packages: encoded('A line "<apt, dnf or zypper> <packageVersion> <reportedVersion>" for each package manager.'),
  Service: parameter('Service that is restarted afterwards, or empty.', '^([A-Za-z0-9][A-Za-z0-9@._-]{0,127})?$', {
    default: '',
  }),
  Repository: parameter(
    'The one repository to refresh: a file of sources.list.d without its ending, or a repository id. Empty: all.',
    '^([A-Za-z0-9][A-Za-z0-9._-]{0,127})?$',
    { default: '' },
  ),
};

export type OsPackageParameterName = keyof typeof osPackageParameters;

const managers = ['apt.sh', 'rpm.sh', 'dnf.sh', 'zypper.sh'];
const files = [
  'node.sh',
  'attempt.sh',
  'session.sh',
  'service.sh',
  ...managers,
  'os-package-prepare.sh',
  'os-package-switch.sh',
  'os-package.sh',
];

/** The document that upgrades a package of the system or takes it back: one JSON result line, then the log's end. */
export function osPackageDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description:
      "Fleet Upgrade: upgrades an agent from the node's own repositories and goes back when it does not come up.",
    parameters: osPackageParameters,
    mainSteps: [shellStep('os-package', OS_PACKAGE_SECONDS, osPackageParameters, files)],
  };
}
