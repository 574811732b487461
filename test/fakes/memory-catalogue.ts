import type { CatalogueVersion } from '../../functions/domain/catalogue.ts';
import type { Catalogue } from '../../functions/domain/ports.ts';

export class MemoryCatalogue implements Catalogue {
  readonly #versions = new Map<string, CatalogueVersion>();

  async get(agentType: string, version: string): Promise<CatalogueVersion | undefined> {
    return this.#versions.get(`${agentType}/${version}`);
  }

  async publish(version: CatalogueVersion): Promise<CatalogueVersion> {
    const key = `${version.agentType}/${version.version}`;
    const stored = this.#versions.get(key) ?? version;
    this.#versions.set(key, stored);
    return stored;
  }
}
