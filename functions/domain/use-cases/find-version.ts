import { type CatalogueVersion, isVersionName } from '../catalogue.ts';
import { Refusal } from '../errors.ts';
import type { Catalogue } from '../ports.ts';

/** @throws Refusal (not-found) */
export async function findVersion(
  catalogue: Pick<Catalogue, 'get'>,
  agentType: string,
  version: string,
): Promise<CatalogueVersion> {
  const found = isVersionName(agentType, version) ? await catalogue.get(agentType, version) : undefined;
  return found ?? refuseUnknownVersion(agentType, version);
}

/** @throws Refusal (not-found) */
export function refuseUnknownVersion(agentType: string, version: string): never {
  throw new Refusal('not-found', 'VERSION_NOT_FOUND', `The catalogue has no ${agentType} ${version}.`);
}
