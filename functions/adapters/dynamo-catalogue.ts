import { type CatalogueVersion, catalogueVersionSchema } from '../domain/catalogue.ts';
import { BrokenInvariant } from '../domain/errors.ts';
import type { Catalogue } from '../domain/ports.ts';
import { content, type DynamoTable, type Key, notThere } from './dynamo-table.ts';

/** `VERSION#type/VERSION#version` */
export class DynamoCatalogue implements Catalogue {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async get(agentType: string, version: string): Promise<CatalogueVersion | undefined> {
    const item = await this.#table.get(versionKey(agentType, version));
    return item === undefined ? undefined : catalogueVersionSchema.parse(content(item));
  }

  async publish(version: CatalogueVersion): Promise<CatalogueVersion> {
    if (await this.#table.put({ ...versionKey(version.agentType, version.version), ...version }, notThere))
      return version;
    const stored = await this.get(version.agentType, version.version);
    if (stored === undefined)
      throw new BrokenInvariant(`${version.agentType} ${version.version} is and is not published.`);
    return stored;
  }
}

const versionKey = (agentType: string, version: string): Key => ({
  pk: `VERSION#${agentType}`,
  sk: `VERSION#${version}`,
});
