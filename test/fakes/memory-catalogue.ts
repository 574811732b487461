import { type CatalogueVersion, type Deprecation, statusOf } from '../../functions/domain/catalogue.ts';
import type { Catalogue, Page, VersionFilter } from '../../functions/domain/ports.ts';

const keyOf = (agentType: string, version: string): string => `${agentType}/${version}`;

export class MemoryCatalogue implements Catalogue {
  readonly #versions = new Map<string, CatalogueVersion>();

  async get(agentType: string, version: string): Promise<CatalogueVersion | undefined> {
    return this.#versions.get(keyOf(agentType, version));
  }

  async publish(version: CatalogueVersion): Promise<CatalogueVersion> {
    const key = keyOf(version.agentType, version.version);
    const stored = this.#versions.get(key) ?? version;
    this.#versions.set(key, stored);
    return stored;
  }

  async deprecate(agentType: string, version: string, deprecation: Deprecation) {
    return this.#change(agentType, version, (stored) => stored.deprecation ?? deprecation);
  }

  async activate(agentType: string, version: string) {
    return this.#change(agentType, version, () => null);
  }

  #change(agentType: string, version: string, deprecation: (stored: CatalogueVersion) => Deprecation | null) {
    const key = keyOf(agentType, version);
    const stored = this.#versions.get(key);
    if (stored === undefined) return undefined;
    const changed = { ...stored, deprecation: deprecation(stored) };
    this.#versions.set(key, changed);
    return changed;
  }

  async list(
    { agentTypes, status }: VersionFilter,
    limit: number,
    cursor: string | null,
  ): Promise<Page<CatalogueVersion>> {
    const found = [...this.#versions.values()]
      .filter((version) => agentTypes.includes(version.agentType))
      .filter((version) => status === undefined || statusOf(version) === status)
      .sort(byTypeAndNewestFirst);
    const start =
      cursor === null ? 0 : found.findIndex(({ agentType, version }) => keyOf(agentType, version) === cursor) + 1;
    const items = found.slice(start, start + limit);
    const last = items.at(-1);
    const isEnd = last === undefined || start + limit >= found.length;
    return { items, nextCursor: isEnd ? null : keyOf(last.agentType, last.version) };
  }
}

function byTypeAndNewestFirst(a: CatalogueVersion, b: CatalogueVersion): number {
  if (a.agentType !== b.agentType) return a.agentType < b.agentType ? -1 : 1;
  return a.publishedAt + a.version > b.publishedAt + b.version ? -1 : 1;
}
