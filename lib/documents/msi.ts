import type { CommandDocument } from './documents.ts';
import {
  artifactParameters,
  attemptParameters,
  encoded,
  JITTER_SECONDS,
  parameter,
  powershellStep,
  windowsAttempt,
} from './parameters.ts';

/** Most take a minute or two; the longest has answers 80, download 300, msiexec 720, service 60 and health 340, and outlives a kill. */
const WORK_SECONDS = 1200;
export const MSI_SECONDS = WORK_SECONDS + JITTER_SECONDS;

const msiParameters = {
  ...attemptParameters,
  ...artifactParameters,
  Product: encoded('Name under which Windows lists the product among the installed programs.', 400),
  Service: parameter('Service that runs afterwards, or empty.', '^([A-Za-z0-9][A-Za-z0-9@._-]{0,127})?$', {
    default: '',
  }),
};

/** The document that upgrades what Windows Installer installs, or takes it back to a .msi that came the same way. A preview: it was never run on Windows. */
export function msiDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description:
      'Fleet Upgrade: upgrades a Windows Installer product, and installs the old one again when it does not come up.',
    parameters: msiParameters,
    mainSteps: [powershellStep('msi', MSI_SECONDS, msiParameters, [...windowsAttempt, 'msi.ps1'])],
  };
}
