import { withoutQuery } from './domain/artifact-url.ts';
import { type CatalogueVersion, statusOf } from './domain/catalogue.ts';
import type { ApiRequest } from './http.ts';

/** A version as the API answers it. The query of a signed address opens the artifact: only administrators are shown it. */
export function versionAnswer(version: CatalogueVersion, { hasScope }: Pick<ApiRequest<unknown>, 'hasScope'>) {
  const { artifacts, deprecation, ...rest } = version;
  const shown = hasScope('fleet/admin')
    ? artifacts
    : artifacts.map((artifact) => ({ ...artifact, url: withoutQuery(artifact.url) }));
  return { ...rest, status: statusOf(version), deprecation, artifacts: shown };
}
