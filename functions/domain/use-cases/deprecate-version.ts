import { type CatalogueVersion, isVersionName } from '../catalogue.ts';
import type { Catalogue } from '../ports.ts';
import { refuseUnknownVersion } from './find-version.ts';
import { type WakingPorts, wakeWaitingJobs } from './wake-waiting-jobs.ts';

type DeprecatingPorts = WakingPorts & { readonly catalogue: Pick<Catalogue, 'deprecate' | 'activate'> };

/**
 * Deprecates a version, and then wakes the jobs that wait, so that they show it: whoever sends after the write sees it. Again it changes
 * nothing: the first reason stays.
 * @throws Refusal (not-found)
 */
export async function deprecateVersion(
  ports: DeprecatingPorts,
  agentType: string,
  version: string,
  reason: string,
  subject: string,
  now: Date,
): Promise<CatalogueVersion> {
  if (!isVersionName(agentType, version)) refuseUnknownVersion(agentType, version);
  const stored = await ports.catalogue.deprecate(agentType, version, { reason, at: now.toISOString(), by: subject });
  return tellJobs(ports, stored ?? refuseUnknownVersion(agentType, version));
}

/** Makes a version active again, and then wakes the jobs that wait, so that they go on at once. @throws Refusal (not-found) */
export async function activateVersion(
  ports: DeprecatingPorts,
  agentType: string,
  version: string,
): Promise<CatalogueVersion> {
  if (!isVersionName(agentType, version)) refuseUnknownVersion(agentType, version);
  const stored = await ports.catalogue.activate(agentType, version);
  return tellJobs(ports, stored ?? refuseUnknownVersion(agentType, version));
}

/** Also where nothing changed: an earlier call may have failed behind its write, and this is its repeat. */
async function tellJobs(ports: WakingPorts, version: CatalogueVersion): Promise<CatalogueVersion> {
  await wakeWaitingJobs(ports);
  return version;
}
