import * as z from 'zod';
import type { DynamoTable, Item } from './dynamo-table.ts';

/** An item of the index, and its sort key. */
export interface Placed {
  readonly place: string;
  readonly item: Item;
}

/** Goes down one partition of the index from its highest sort key, a page at a time. */
export class IndexDescent {
  readonly #read: (start: Item | undefined) => ReturnType<DynamoTable['indexPage']>;
  #ahead: Placed[] = [];
  #start: Item | undefined;
  #isOver = false;

  /** @param between the lowest and the highest sort key that are of interest */
  constructor(table: DynamoTable, partition: string, between: readonly [string, string], pageSize: number) {
    this.#read = (start) => table.indexPage(partition, pageSize, start, 'backwards', between);
  }

  /** Has to be read before anybody can say what comes next. */
  get isUnknown(): boolean {
    return this.#ahead.length === 0 && !this.#isOver;
  }

  /** What comes next; undefined at the end. */
  get next(): Placed | undefined {
    return this.#ahead[0];
  }

  take(): void {
    this.#ahead.shift();
  }

  async read(): Promise<void> {
    const { items, last } = await this.#read(this.#start);
    this.#ahead = items.map((item) => ({ place: placeSchema.parse(item).index1sk, item }));
    this.#start = last;
    this.#isOver = last === undefined;
  }
}

const placeSchema = z.object({ index1sk: z.string() });

/** The one that comes next of all that have something to come; undefined at the end of all. */
export const highest = (descents: readonly IndexDescent[]): IndexDescent | undefined =>
  descents
    .filter(({ next }) => next !== undefined)
    .toSorted((a, b) => ((a.next?.place ?? '') > (b.next?.place ?? '') ? -1 : 1))[0];
