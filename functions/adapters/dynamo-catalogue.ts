import * as z from 'zod';
import { type CatalogueVersion, catalogueVersionSchema, type Deprecation, statusOf } from '../domain/catalogue.ts';
import { BrokenInvariant } from '../domain/errors.ts';
import type { Catalogue, Page, VersionFilter } from '../domain/ports.ts';
import {
  type Condition,
  content,
  type DynamoTable,
  fromCursor,
  type Item,
  type Key,
  notThere,
  toCursor,
} from './dynamo-table.ts';

/** `VERSION#type/VERSION#version`; in the index each agent type's versions by the time when they were published. */
export class DynamoCatalogue implements Catalogue {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async get(agentType: string, version: string): Promise<CatalogueVersion | undefined> {
    const item = await this.#table.get(versionKey(agentType, version));
    return item === undefined ? undefined : toVersion(item);
  }

  async publish(version: CatalogueVersion): Promise<CatalogueVersion> {
    if (await this.#table.put({ ...indexKey(version), ...version }, notThere)) return version;
    const stored = await this.get(version.agentType, version.version);
    if (stored === undefined)
      throw new BrokenInvariant(`${version.agentType} ${version.version} is and is not published.`);
    return stored;
  }

  async deprecate(agentType: string, version: string, deprecation: Deprecation) {
    return this.#write(agentType, version, deprecation, isActive);
  }

  async activate(agentType: string, version: string) {
    return this.#write(agentType, version, null, isThere);
  }

  /** Where the condition does not hold, the version is as it is to be already, or there is none. */
  async #write(agentType: string, version: string, deprecation: Deprecation | null, condition: Condition) {
    const item = await this.#table.update(versionKey(agentType, version), { deprecation }, condition);
    return item === undefined ? this.get(agentType, version) : toVersion(item);
  }

  async list({ agentTypes, status }: VersionFilter, limit: number, cursor: string | null) {
    const after = cursor === null ? undefined : fromCursor(cursorSchema, cursor);
    const items: CatalogueVersion[] = [];
    for (const agentType of [...new Set(agentTypes)].sort()) {
      if (after !== undefined && agentType < after.agentType) continue;
      const start = after?.agentType === agentType ? indexKey(after) : undefined;
      for await (const version of this.#newestFirst(agentType, start)) {
        if (status !== undefined && statusOf(version) !== status) continue;
        if (items.length === limit) return pageUpTo(items);
        items.push(version);
      }
    }
    return { items, nextCursor: null };
  }

  async *#newestFirst(agentType: string, after: Item | undefined): AsyncGenerator<CatalogueVersion> {
    let start = after;
    do {
      const page = await this.#table.indexPage(partitionOf(agentType), VERSIONS_IN_A_PAGE, start, 'backwards');
      yield* page.items.map(toVersion);
      start = page.last;
    } while (start !== undefined);
  }
}

/** Versions read at once: at about 1 KB each a tenth of what one Query takes. */
const VERSIONS_IN_A_PAGE = 100;

const isThere: Condition = { expression: 'attribute_exists(pk)' };
const isActive: Condition = {
  expression: 'attribute_exists(pk) AND #deprecation = :none',
  names: ['deprecation'],
  values: { ':none': null },
};

const { agentType, version, publishedAt } = catalogueVersionSchema.shape;
/** A position and no key: whoever makes one up only begins elsewhere. */
const cursorSchema = z.strictObject({ agentType, version, publishedAt });
type Position = z.infer<typeof cursorSchema>;

function pageUpTo(items: readonly CatalogueVersion[]): Page<CatalogueVersion> {
  const last = items.at(-1);
  return { items, nextCursor: last === undefined ? null : toCursor(positionOf(last)) };
}

const positionOf = ({ agentType, version, publishedAt }: CatalogueVersion): Position => ({
  agentType,
  version,
  publishedAt,
});

const toVersion = (item: Item): CatalogueVersion => catalogueVersionSchema.parse(content(item));

const versionKey = (agentType: string, version: string): Key => ({
  pk: `VERSION#${agentType}`,
  sk: `VERSION#${version}`,
});

const partitionOf = (agentType: string): string => `VERSIONS#${agentType}`;

const indexKey = ({ agentType, version, publishedAt }: Position) => ({
  ...versionKey(agentType, version),
  index1pk: partitionOf(agentType),
  index1sk: `${publishedAt}#${version}`,
});
