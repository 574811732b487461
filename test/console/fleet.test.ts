import { describe, expect, test } from '@jest/globals';
import { filterOf, filterOfTokens, isEmpty, searchOf, tokensOf } from '../../console/fleet/agent-filter.ts';
import { filledPage } from '../../console/fleet/agent-pages.ts';
import { counted, distribution, NOTHING, statusOf } from '../../console/fleet/fleet-count.ts';
import { handedOver, selectorOf } from '../../console/upgrades/targets.ts';

const full = {
  status: 'offline',
  version: '1.4.2',
  agentType: 'demo-agent',
  tag: ['site=berlin', 'ring=a=b'],
} as const;

describe('the filter in the address', () => {
  test.each([
    ['all of it', 'status=offline&version=1.4.2&agentType=demo-agent&tag=site%3Dberlin&tag=ring%3Da%3Db', full],
    ['nothing', '', { tag: [] }],
    ['a status that there is not', 'status=on+fire', { tag: [] }],
    ['empty words', 'version=&agentType=&tag=', { tag: [] }],
    ['what is no tag', 'tag=berlin&tag==berlin', { tag: [] }],
    ['a tag twice', 'tag=a=1&tag=a=1', { tag: ['a=1'] }],
    ['what it does not know', 'other=1&version=1.4.2', { version: '1.4.2', tag: [] }],
  ])('%s', (_sentence, search, filter) => {
    expect(filterOf(new URLSearchParams(search))).toEqual(filter);
  });

  test('is read as it was written, also by way of its entries', () => {
    expect(filterOf(searchOf(full))).toEqual(full);
    expect(filterOfTokens(tokensOf(full))).toEqual(full);
  });

  test('names ten tags at most, as the API does', () => {
    const tag = Array.from({ length: 12 }, (_, index) => `t${index}=1`);
    expect(filterOf(searchOf({ tag })).tag).toHaveLength(10);
  });

  test('is empty without entries', () => {
    expect(isEmpty({ tag: [] })).toBe(true);
    expect(isEmpty({ tag: ['a=1'] })).toBe(false);
  });
});

test('of two entries for one thing the later one holds; tags are added; free text is none', () => {
  const tokens = [
    { propertyKey: 'status', value: 'online' },
    { propertyKey: 'status', value: 'offline' },
    { propertyKey: 'tag', value: 'a=1' },
    { propertyKey: 'tag', value: 'b=2' },
    { value: 'words' },
  ];
  expect(filterOfTokens(tokens)).toEqual({ status: 'offline', tag: ['a=1', 'b=2'] });
});

const agent = { agentUuid: 'item1', version: '1.4.2', connection: 'online', vanishedAt: null } as const;

test.each([
  ['online', agent],
  ['offline', { ...agent, connection: 'offline' }],
  ['unknown', { ...agent, connection: null }],
  ['vanished', { ...agent, vanishedAt: '2026-03-01T00:00:00Z' }],
] as const)('an agent is %s', (status, given) => {
  expect(statusOf(given)).toBe(status);
});

test('pages are counted one after the other', () => {
  const first = counted(NOTHING, [agent, { ...agent, agentUuid: 'item2', version: null }]);
  const both = counted(first, [{ ...agent, agentUuid: 'item3', connection: null }]);
  expect(both).toEqual({
    agents: 3,
    versions: new Map([
      ['1.4.2', 2],
      ['', 1],
    ]),
    status: { online: 2, offline: 0, vanished: 0, unknown: 1 },
    agentUuids: ['item1', 'item2', 'item3'],
  });
  expect(NOTHING.agents).toBe(0);
});

test('the most frequent versions are shown, and the others counted', () => {
  const versions = new Map([
    ['1.0.0', 1],
    ['1.1.0', 6],
    ['1.2.0', 3],
  ]);
  expect(distribution({ ...NOTHING, agents: 10, versions }, 2)).toEqual({
    shown: [
      { version: '1.1.0', agents: 6, share: 0.6 },
      { version: '1.2.0', agents: 3, share: 0.3 },
    ],
    others: 1,
  });
});

describe('a filter as a selector', () => {
  test.each([
    ['by type', { agentType: 'demo-agent', tag: [] }, { agentType: 'demo-agent' }],
    ['by tags, whose names end at the first =', { tag: ['a=b=c', 'd='] }, { tags: { a: 'b=c', d: '' } }],
  ])('%s', (_sentence, filter, selector) => {
    expect(selectorOf(filter)).toEqual({ kind: 'selector', selector });
  });

  test.each([
    ['a status', { status: 'online' as const, agentType: 'demo-agent', tag: [] }],
    ['one exact version', { version: '1.4.2', agentType: 'demo-agent', tag: [] }],
    ['the whole fleet', { tag: [] }],
  ])('cannot say %s', (_sentence, filter) => {
    expect(selectorOf(filter)).toBeUndefined();
  });
});

test('what one page hands to the next is looked at before it is taken', () => {
  expect(handedOver({ kind: 'names', agentUuids: ['item1'] })).toEqual({ kind: 'names', agentUuids: ['item1'] });
  for (const other of [null, undefined, 'item1', { kind: 'names', agentUuids: [1] }, { kind: 'all' }])
    expect(handedOver(other)).toBeUndefined();
});

describe('a page without agents is no end of the list', () => {
  const list = (...pages: string[][]) => {
    const asked: (string | undefined)[] = [];
    const ask = async (cursor: string | undefined) => {
      asked.push(cursor);
      const place = Number(cursor ?? 0);
      return { items: pages[place] ?? [], nextCursor: place + 1 < pages.length ? String(place + 1) : null };
    };
    return { ask, asked };
  };

  test.each([
    ['the first page that has some', [[], [], ['a', 'b'], ['c']], undefined, 1, ['a', 'b'], '3'],
    ['as many as are wanted', [['a'], [], ['b'], ['c']], undefined, 2, ['a', 'b'], '3'],
    ['what comes after a page', [['a'], [], ['b']], '1', 1, ['b'], null],
    ['nothing where nothing is', [[], []], undefined, 1, [], null],
  ])('it is asked on for %s', async (_sentence, pages, cursor, least, items, nextCursor) => {
    expect(await filledPage(list(...pages).ask, cursor, least)).toEqual({ items, nextCursor });
  });

  test('but not for ever', async () => {
    const { ask, asked } = list(...Array.from({ length: 50 }, () => []));
    expect(await filledPage(ask, undefined, 1)).toEqual({ items: [], nextCursor: '20' });
    expect(asked).toHaveLength(20);
  });
});
