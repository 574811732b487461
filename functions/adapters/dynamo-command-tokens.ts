import * as z from 'zod';
import type { CommandTokens } from '../domain/ports.ts';
import { type DynamoTable, type Key, ttl } from './dynamo-table.ts';

/** `COMMAND#id/COMMAND` */
export class DynamoCommandTokens implements CommandTokens {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async put(commandId: string, token: string, forgetAfter: Date): Promise<void> {
    await this.#table.putAlways({ ...commandKey(commandId), token, expiresAt: ttl(forgetAfter) });
  }

  async get(commandId: string): Promise<string | undefined> {
    const item = await this.#table.get(commandKey(commandId));
    return item === undefined ? undefined : z.object({ token: z.string() }).parse(item).token;
  }
}

const commandKey = (commandId: string): Key => ({ pk: `COMMAND#${commandId}`, sk: 'COMMAND' });
