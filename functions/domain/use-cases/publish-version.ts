import type { AgentType } from '../agent-type.ts';
import type { CatalogueVersion } from '../catalogue.ts';
import { Refusal } from '../errors.ts';
import type { Catalogue } from '../ports.ts';
import { isPackageVersion } from '../recipes/package.ts';
import { refuseUnknownType } from './register-agent.ts';

/** Publishes a version once: the same again changes nothing, another artifact under the same version is refused. */
export async function publishVersion(
  ports: { readonly catalogue: Catalogue; readonly agentTypes: ReadonlyMap<string, AgentType> },
  version: CatalogueVersion,
): Promise<CatalogueVersion> {
  refuseUnknownType(ports.agentTypes, version.agentType);
  if (!isPackageVersion(version.version)) {
    throw new Refusal(
      'unacceptable',
      'VERSION_UNUSABLE',
      'Recipe package takes versions of letters, digits and . _ + - only.',
    );
  }
  const stored = await ports.catalogue.publish(version);
  const { url, sha256 } = version.artifact;
  if (stored.artifact.url === url && stored.artifact.sha256 === sha256) return stored;
  throw new Refusal(
    'conflict',
    'VERSION_EXISTS',
    `${version.agentType} ${version.version} is published with another artifact; publish a new version.`,
  );
}
