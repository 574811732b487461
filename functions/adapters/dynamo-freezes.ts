import { type Freeze, freezeSchema, scopeKey } from '../domain/freeze.ts';
import type { Freezes } from '../domain/ports.ts';
import { content, type DynamoTable, type Key, ttl } from './dynamo-table.ts';

/** `FREEZE/FREEZE#scope`. TTL only tidies up: a freeze that has ended may still be stored. */
export class DynamoFreezes implements Freezes {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async list(): Promise<readonly Freeze[]> {
    // `$` is the character after `#`: what begins with `FREEZE#` lies between the two.
    const items = await this.#table.range(PARTITION, 'FREEZE#', 'FREEZE$');
    return items.map((item) => freezeSchema.parse(content(item)));
  }

  async put(freeze: Freeze): Promise<void> {
    const expires = freeze.until === null ? {} : { expiresAt: ttl(new Date(freeze.until)) };
    await this.#table.putAlways({ ...freezeKey(scopeKey(freeze.scope)), ...freeze, ...expires });
  }

  async remove(key: string): Promise<boolean> {
    return this.#table.delete(freezeKey(key), { expression: 'attribute_exists(pk)' });
  }
}

const PARTITION = 'FREEZE';

const freezeKey = (key: string): Key => ({ pk: PARTITION, sk: `FREEZE#${key}` });
