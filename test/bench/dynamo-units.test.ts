import { describe, expect, test } from '@jest/globals';
import { itemSize, readUnits, type StoredItem, writeUnits } from '../../bench/cost/dynamo-units.ts';
import { TableMeter } from '../../bench/cost/table-meter.ts';

const INDEX = ['index1pk', 'index1sk'];
const text = (length: number) => ({ S: 'x'.repeat(length) });
const item = (change: StoredItem = {}): StoredItem => ({ pk: { S: 'A' }, sk: { S: 'B' }, ...change });
const indexed = (change: StoredItem = {}) => item({ index1pk: { S: 'C' }, index1sk: { S: 'D' }, ...change });

describe('the size of an item', () => {
  test.each<[string, StoredItem, number]>([
    ['names and texts, in bytes of UTF-8', { größe: { S: 'ü' } }, 9],
    ['numbers, two digits a byte and one more', { a: { N: '12345' } }, 1 + 4],
    ['truth and nothing, a byte each', { a: { BOOL: true }, b: { NULL: true } }, 4],
    ['a list, 3 bytes and 1 for each member', { a: { L: [{ S: 'xy' }, { BOOL: false }] } }, 1 + 3 + 2 + 2 + 1],
    ['a map, likewise with the names in it', { a: { M: { b: { S: 'xy' } } } }, 1 + 3 + 1 + 1 + 2],
  ])('has %s', (_, given, size) => {
    expect(itemSize(given)).toBe(size);
  });
});

describe('a write costs', () => {
  test.each<[string, StoredItem | undefined, StoredItem | undefined, number]>([
    ['one unit, where it is small', undefined, item(), 1],
    ['one for each KB that was begun', undefined, item({ a: text(1_100) }), 2],
    ['by the larger of before and after', item({ a: text(3_000) }), item(), 3],
    ['one even where nothing was there', undefined, undefined, 1],
    ['twice, where the item is in the index', undefined, indexed(), 2],
    ['twice, where an item of the index changes', indexed(), indexed({ a: text(1) }), 2],
    ['three times, where it moves in the index', indexed(), indexed({ index1sk: { S: 'E' } }), 3],
    ['once, where nothing of it changes', indexed(), indexed(), 1],
    ['twice, where it leaves the index', indexed(), item(), 2],
  ])('%s', (_, before, after, units) => {
    expect(writeUnits(before, after, INDEX)).toBe(units);
  });
});

test.each([
  ['a small item', 10, true, 1],
  ['a small item of the index', 10, false, 0.5],
  ['nothing', 0, true, 1],
  ['9 KB', 9 * 1_024, true, 3],
])('a read of %s', (_, bytes, isConsistent, units) => {
  expect(readUnits(bytes, isConsistent)).toBe(units);
});

describe('the meter', () => {
  const keys = { pk: { S: 'A' }, sk: { S: 'B' } };
  const put = (isOk: boolean) => ({
    operation: 'PutItem',
    request: { Item: item({ a: text(1_100) }) },
    response: {},
    isOk,
  });

  test('remembers what was there before', () => {
    const meter = new TableMeter();
    meter.observe(put(true));
    meter.reset();
    meter.observe({ operation: 'UpdateItem', request: { Key: keys }, response: { Attributes: item() }, isOk: true });
    expect(meter.writeUnits).toBe(2);
  });

  test('counts a condition that does not hold by what is there, which is nothing', () => {
    const meter = new TableMeter();
    meter.observe(put(false));
    expect(meter.writeUnits).toBe(1);
  });

  test('counts each key of a batch, found or not', () => {
    const meter = new TableMeter();
    const request = { RequestItems: { table: { Keys: [keys, keys, keys], ConsistentRead: true } } };
    meter.observe({
      operation: 'BatchGetItem',
      request,
      response: { Responses: { table: [item({ a: text(5_000) })] } },
      isOk: true,
    });
    expect(meter.readUnits).toBe(2 + 1 + 1);
  });

  test('refuses what it cannot count', () => {
    expect(() => new TableMeter().observe({ operation: 'Scan', request: {}, response: {}, isOk: true })).toThrow(
      'Scan',
    );
  });
});
