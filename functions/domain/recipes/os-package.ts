import * as z from 'zod';
import { packageManagers } from '../catalogue.ts';
import {
  type Change,
  changeParameters,
  command,
  commonFields,
  encoded,
  healthFields,
  plainWord,
  type Recipe,
} from './recipe.ts';

/** An agent that is a package of the node's operating system, from the node's own repositories. */
export const osPackageTypeSchema = z.strictObject({
  ...commonFields,
  platform: z.literal('linux').default('linux'),
  recipe: z.literal('os-package'),
  packageName: plainWord(128),
  /** The service that runs the agent; empty where none does. */
  service: plainWord(128).or(z.literal('')).default(''),
  /** The one repository that is refreshed: a file of sources of apt, a repository's id elsewhere. Empty: all. */
  repository: plainWord(128).or(z.literal('')).default(''),
  /** Prints the version that runs now. Empty: what the package manager says is installed. */
  versionCommand: command.default(''),
  /** Absolute folder on the node for what attempts leave and for kept packages. Empty: the document's own. */
  installRoot: z.string().max(200).default(''),
  ...healthFields,
});
type OsPackageType = z.infer<typeof osPackageTypeSchema>;

/** What the package manager calls what is installed, in the document's own words; the package's name is a plain word. */
const installedVersion = (packageName: string): string =>
  `if command -v dpkg-query >/dev/null; then
dpkg-query -W -f '\${db:Status-Status} \${Version}\\n' '${packageName}' | sed -n 's/^installed //p'
else rpm -q --qf '%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\n' '${packageName}' | sed -n '/ /d;s/^0://;$p'; fi`;

/** systemctl may be there where systemd does not run. */
const isRunning = (service: string): string =>
  `if systemctl show --property=Version >/dev/null 2>&1; then systemctl is-active --quiet '${service}'; else service '${service}' status; fi`;

/** A line for each package manager. Of a version that is not published, such as one from before, each may know the name that the node reported. */
function packagesOf({ version, published }: Change): string {
  const packages = published?.packages ?? [];
  const lines = packages.map(({ manager, packageVersion, reportedVersion }) => {
    return `${manager} ${packageVersion} ${reportedVersion ?? published?.reportedVersion ?? packageVersion}`;
  });
  if (lines.length > 0) return lines.join('\n');
  return packageManagers.map((manager) => `${manager} ${version} ${version}`).join('\n');
}

export const osPackageRecipe: Recipe<OsPackageType> = {
  isOurs: true,
  takesArtifacts: false,
  takesBack:
    'Each node installs the package of the version from before again, which it kept or finds in its repositories; changed configuration files stay.',
  whyUnusable: () => undefined,
  parameters: (agentType, change) => ({
    ...changeParameters(change, change.published?.reportedVersion ?? change.version),
    PackageName: agentType.packageName,
    Packages: encoded(packagesOf(change)),
    Service: agentType.service,
    Repository: agentType.repository,
    HealthTimeoutSeconds: String(agentType.healthTimeoutSeconds),
  }),
  probing: ({ packageName, service, versionCommand, healthCommand, healthUrl, installRoot }) => ({
    versionCommand: versionCommand === '' ? installedVersion(packageName) : versionCommand,
    healthCommand: healthCommand === '' && healthUrl === '' && service !== '' ? isRunning(service) : healthCommand,
    healthUrl,
    installRoot,
  }),
};
