import type { VersionScheme } from './agent-type.ts';
import type { Application } from './discovery-ports.ts';
import { compareVersions, versionSchema } from './version.ts';

/** What discovery reads of an agent type. */
export interface KnownSoftware {
  readonly name: string;
  readonly recipe: string;
  readonly platform: string;
  readonly versionScheme: VersionScheme;
  readonly packageName?: string | undefined;
  readonly product?: string | undefined;
  readonly versionCommand?: string | undefined;
  readonly discovery?: { readonly applications: readonly string[] } | undefined;
}

/**
 * The names by which SSM Inventory knows the agent type's software: exact ones, or beginnings with a `*` behind. None: it is not recognised.
 * Packages of Distributor have names of their own, under which no package manager knows what they install.
 */
export function applicationsOf({ recipe, discovery, packageName, product }: KnownSoftware): readonly string[] {
  if (discovery !== undefined) return discovery.applications;
  const own = recipe === 'os-package' ? packageName : product;
  return own === undefined ? [] : [own];
}

/** Every managed node runs SSM Agent, and Systems Manager itself tells its version. */
export const isSsmAgent = ({ recipe }: KnownSoftware): boolean => recipe === 'ssm-agent';

export const matchesName = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/**
 * The version that the node told of the agent type's software, as the agent type writes versions. The first of its names that is installed
 * counts. Null where none is, where several versions are, or where it cannot be told in the agent type's way: unknown is better than wrong,
 * since the agent's own command and its package may write one version in two ways.
 */
export function versionAmong(type: KnownSoftware, applications: readonly Application[]): string | null {
  for (const pattern of applicationsOf(type)) {
    const installed = applications.filter(({ name }) => matchesName(pattern, name));
    const versions = new Set(installed.map((application) => versionOf(type, application)));
    if (versions.size > 0) return versions.size === 1 ? ([...versions][0] ?? null) : null;
  }
  return null;
}

function versionOf(type: KnownSoftware, application: Application): string | null {
  const version = isOfPackage(type) ? packageVersion(application) : ownVersion(type, application);
  return version !== null && versionSchema.safeParse(version).success ? version : null;
}

/** Whether the agent type writes versions as the package manager does: by its scheme, or since that is who is asked for them. */
const isOfPackage = ({ recipe, versionScheme, versionCommand = '' }: KnownSoftware): boolean =>
  versionScheme === 'deb' || versionScheme === 'rpm' || (recipe === 'os-package' && versionCommand === '');

/** What the software's own command says of its version, as far as its package tells that. */
function ownVersion({ recipe, versionScheme, versionCommand }: KnownSoftware, application: Application): string | null {
  if (recipe === 'msi' && versionCommand === '') return application.version;
  if (versionScheme !== 'semver' && versionScheme !== 'dotted') return null;
  const version = isDeb(application) ? upstream(application.version) : application.version;
  return version !== null && compareVersions(versionScheme, version, version) === 0 ? version : null;
}

/** Debian's packages tell `[epoch:]upstream[-revision]` as their version (amazon-ssm-agent, dataProvider_unix.go). */
const isDeb = ({ packageId }: Application): boolean => packageId?.endsWith('.deb') ?? false;

/** What of a Debian version the software itself calls its version; null where that is more than numbers and dots: `-rc1` could be either's. */
const upstream = (version: string): string | null =>
  /^(?:\d+:)?(\d+(?:\.\d+)*)(?:-\d[^-]*)?$/.exec(version)?.[1] ?? null;

/** `[epoch:]version[-release]`, as package managers print it. What rpm calls its release was not told by older SSM Agents. */
function packageVersion(application: Application): string | null {
  const { version, release, epoch } = application;
  if (isDeb(application)) return version;
  if (release === null) return null;
  return `${epoch === null || epoch === '0' || epoch === '(none)' ? '' : `${epoch}:`}${version}-${release}`;
}
