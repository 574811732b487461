import type { CommandDocument } from './documents.ts';
import { attemptParameters, encoded, parameter, powershellStep, windowsAttempt } from './parameters.ts';

/** Most take a minute or two; the longest has answers 80, download 300, msiexec 720, service 60 and health 340, and outlives a kill. */
export const MSI_SECONDS = 1200;

const msiParameters = {
  ...attemptParameters,
  HealthUrl: encoded('URL that answers 2xx within 5 s when the agent is healthy, https or on the node.', 2048),
  Artifacts: encoded(
    'A line "<windows or any>/<x86_64, arm64 or any> <url> <sha256 or -> <signature or ->" for each .msi. Not needed for a rollback.',
    16_384,
  ),
  PublicKey: encoded('Ed25519 key in PEM that has to have signed the .msi. Empty: no signature is asked for.', 1024),
  Product: encoded('Name under which Windows lists the product among the installed programs.', 400),
  Service: parameter('Service that runs afterwards, or empty.', '^([A-Za-z0-9][A-Za-z0-9@._-]{0,127})?$', {
    default: '',
  }),
  KeepVersions: parameter('How many .msi files the node keeps for the way back, 1 to 10.', '^([1-9]|10)$', {
    default: '3',
  }),
  Proxy: encoded('http(s)://host:port to download through. Empty: as Windows is configured.', 1024),
  MaxKbps: parameter('Most kilobits a second of the download; 0: no limit.', '^(0|[1-9][0-9]{0,5})$', { default: '0' }),
  JitterSeconds: parameter(
    'Downloads are spread over so long, 0 to 3600 s, and never past NotAfter.',
    '^(0|[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)$',
    { default: '0' },
  ),
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
