import * as z from 'zod';

/** A value as DynamoDB's protocol writes it: `{ S: 'text' }`. */
type Value = Readonly<Record<string, unknown>>;
export type StoredItem = Readonly<Record<string, Value>>;

export const storedItemSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const listSchema = z.array(z.record(z.string(), z.unknown()));

const KB = 1_024;
/** A list or map has 3 bytes of its own, and 1 for each of its members. */
const CONTAINER = 3;

/** Bytes of an item, by https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html; sets are not used here. */
export const itemSize = (item: StoredItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

function valueSize(value: Value): number {
  const [[type = '', content] = []] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return Math.ceil(String(content).replace(/[^\d]/g, '').length / 2) + 1;
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L':
      return listSchema.parse(content).reduce((sum, one) => sum + 1 + valueSize(one), CONTAINER);
    case 'M': {
      const members = storedItemSchema.parse(content);
      return CONTAINER + Object.keys(members).length + itemSize(members);
    }
    default:
      throw new Error(`The size of the type ${type} is not known here.`);
  }
}

/** Write units of a change from `before` to `after`, in the table and in its index. */
export function writeUnits(before: StoredItem | undefined, after: StoredItem | undefined, index: readonly string[]) {
  const table = Math.max(unitsOf(before), unitsOf(after), 1);
  return table + indexUnits(keyed(before, index), keyed(after, index), index);
}

/**
 * The index holds whole items: one that comes, goes or changes is written, and one whose key changes is deleted and put again
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html).
 */
function indexUnits(before: StoredItem | undefined, after: StoredItem | undefined, index: readonly string[]): number {
  if (before === undefined || after === undefined) return unitsOf(before) + unitsOf(after);
  const isMoved = index.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (isMoved) return unitsOf(before) + unitsOf(after);
  return JSON.stringify(before) === JSON.stringify(after) ? 0 : Math.max(unitsOf(before), unitsOf(after));
}

const keyed = (item: StoredItem | undefined, index: readonly string[]) =>
  item !== undefined && index.every((name) => name in item) ? item : undefined;

const unitsOf = (item: StoredItem | undefined): number => (item === undefined ? 0 : Math.ceil(itemSize(item) / KB));

/** Read units of so many bytes that are read as one: an item of a Get, or a page of a Query. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / (4 * KB))) * (isConsistent ? 1 : 0.5);
