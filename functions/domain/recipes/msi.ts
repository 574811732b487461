import * as z from 'zod';
import { publicKeySchema } from '../public-key.ts';
import {
  artifactParameters,
  changeParameters,
  command,
  commonFields,
  encoded,
  healthFields,
  keepVersions,
  plainWord,
  type Recipe,
} from './recipe.ts';

/** An agent that Windows Installer installs. A preview: it was never run on Windows. */
export const msiTypeSchema = z.strictObject({
  ...commonFields,
  platform: z.literal('windows').default('windows'),
  recipe: z.literal('msi'),
  /** The name under which Windows lists it among the installed programs. */
  product: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[ -~]+$/, 'printable ASCII'),
  /** With it nodes check the signature of every artifact, where they have openssl. */
  publicKey: publicKeySchema.exactOptional(),
  keepVersions,
  service: plainWord(128).or(z.literal('')).default(''),
  /** Prints the version that runs now. Empty: the version that Windows lists. */
  versionCommand: command.default(''),
  ...healthFields,
});
type MsiType = z.infer<typeof msiTypeSchema>;

/** A text in single quotes, which PowerShell takes as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const listedVersion = (product: string): string =>
  [
    "$keys = 'HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*', 'HKLM:\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'",
    `(Get-ItemProperty -Path $keys -ErrorAction SilentlyContinue | Where-Object { $_.DisplayName -eq ${quoted(product)} } | Select-Object -First 1).DisplayVersion`,
  ].join('\n');

const isRunning = (service: string): string =>
  `if ((Get-Service -Name ${quoted(service)}).Status -ne 'Running') { exit 1 }`;

export const msiRecipe: Recipe<MsiType> = {
  isOurs: true,
  takesArtifacts: true,
  takesBack: 'Each node installs the package of the version from before again, where this service brought it there.',
  whyUnusable: ({ artifacts }) =>
    artifacts.some(({ platform }) => platform !== 'linux') ? undefined : 'Recipe msi needs an artifact for Windows.',
  parameters: (agentType, change) => ({
    ...changeParameters(change, change.published?.reportedVersion ?? change.version),
    ...artifactParameters(change, agentType.publicKey),
    KeepVersions: String(agentType.keepVersions),
    Product: encoded(agentType.product),
    Service: agentType.service,
    HealthTimeoutSeconds: String(agentType.healthTimeoutSeconds),
  }),
  probing: ({ product, service, versionCommand, healthCommand, healthUrl }) => ({
    versionCommand: versionCommand === '' ? listedVersion(product) : versionCommand,
    healthCommand: healthCommand === '' && healthUrl === '' && service !== '' ? isRunning(service) : healthCommand,
    healthUrl,
    installRoot: '',
  }),
};
