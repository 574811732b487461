import type { AgentType } from '../agent-type.ts';
import type { CatalogueVersion } from '../catalogue.ts';
import { Refusal } from '../errors.ts';
import type { Catalogue } from '../ports.ts';
import { recipeOf } from '../recipes/recipes.ts';
import { knownType } from './register-agent.ts';

/** Publishes a version once: the same again changes nothing, another artifact under the same version is refused. */
export async function publishVersion(
  ports: { readonly catalogue: Catalogue; readonly agentTypes: ReadonlyMap<string, AgentType> },
  version: CatalogueVersion,
): Promise<CatalogueVersion> {
  const why = recipeOf(knownType(ports.agentTypes, version.agentType)).whyUnusable(version);
  if (why !== undefined) throw new Refusal('unacceptable', 'VERSION_UNUSABLE', why);
  const stored = await ports.catalogue.publish(version);
  if (contentOf(stored) === contentOf(version)) return stored;
  throw new Refusal(
    'conflict',
    'VERSION_EXISTS',
    `${version.agentType} ${version.version} is published with another content; publish a new version.`,
  );
}

/** What nodes would be told of a version. Lists and no objects: a store may give fields back in another order. */
const contentOf = ({ reportedVersion, artifacts, packages }: CatalogueVersion): string =>
  JSON.stringify([
    reportedVersion,
    artifacts.map(({ platform, architecture, url, sha256 }) => [platform, architecture, url, sha256]),
    packages.map(({ manager, packageVersion, reportedVersion }) => [manager, packageVersion, reportedVersion]),
  ]);
