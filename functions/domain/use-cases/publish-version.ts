import type { AgentType } from '../agent-type.ts';
import { whyUncheckable } from '../artifact-check.ts';
import type { CatalogueVersion, Publication } from '../catalogue.ts';
import { Refusal } from '../errors.ts';
import type { Catalogue } from '../ports.ts';
import { recipeOf } from '../recipes/recipes.ts';
import { compareVersions } from '../version.ts';
import { knownType } from './register-agent.ts';

export interface PublishingPorts {
  readonly catalogue: Pick<Catalogue, 'publish'>;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  /** Does the deployment ask for a checksum of every artifact that is not signed? */
  readonly requireChecksum: boolean;
}

/**
 * Publishes a version once: the same again changes nothing and answers what is stored, another content under the same version is refused.
 * @throws Refusal (unacceptable) where no node could be brought to it; (conflict) where the version is another one already
 */
export async function publishVersion(
  ports: PublishingPorts,
  version: Publication,
  subject: string,
  now: Date,
): Promise<CatalogueVersion> {
  const why = whyUnusable(knownType(ports.agentTypes, version.agentType), version, ports.requireChecksum);
  if (why !== undefined) throw new Refusal('unacceptable', 'VERSION_UNUSABLE', why);
  const published = { ...version, publishedAt: now.toISOString(), publishedBy: subject, deprecation: null };
  const stored = await ports.catalogue.publish(published);
  if (contentOf(stored) === contentOf(version)) return stored;
  throw new Refusal(
    'conflict',
    'VERSION_EXISTS',
    `${version.agentType} ${version.version} is published with another content; publish a new version.`,
  );
}

function whyUnusable(agentType: AgentType, version: Publication, requireChecksum: boolean): string | undefined {
  const why = recipeOf(agentType).whyUnusable(version) ?? whyUncheckable(agentType, version.artifacts, requireChecksum);
  if (why !== undefined || version.minVersion === null) return why;
  const order = compareVersions(agentType.versionScheme, version.minVersion, version.version);
  return order !== undefined && order > 0 ? 'minVersion is newer than the version itself.' : undefined;
}

/** All that is said of a version. Lists and no objects: a store may give fields back in another order. */
const contentOf = ({ reportedVersion, minVersion, releaseNotes, artifacts, packages }: Publication): string =>
  JSON.stringify([
    reportedVersion,
    minVersion,
    releaseNotes,
    artifacts.map(({ platform, architecture, url, sha256, signature }) => [
      platform,
      architecture,
      url,
      sha256,
      signature,
    ]),
    packages.map(({ manager, packageVersion, reportedVersion }) => [manager, packageVersion, reportedVersion]),
  ]);
