import { describe, expect, test } from '@jest/globals';
import { agentFilter } from '../../functions/agent-query.ts';
import type { Agent } from '../../functions/domain/agent.ts';
import { isWanted } from '../../functions/domain/agent-filter.ts';
import { agent } from '../fixtures.ts';

const online = agent(1, { connection: 'online', tags: { site: 'a,b=c & ü', ring: '1' } });
const filterOf = (query: string) => agentFilter(new URLSearchParams(query));

describe('a list of agents', () => {
  test.each<[string, Partial<Agent>, boolean]>([
    ['status=online', {}, true],
    ['status=offline', {}, false],
    ['status=offline', { connection: 'offline' }, true],
    ['status=offline', { connection: null }, false],
    ['status=vanished', {}, false],
    ['status=vanished', { vanishedAt: '2026-01-10T00:00:00.000Z' }, true],
    ['status=online', { vanishedAt: '2026-01-10T00:00:00.000Z' }, false],
    ['version=1.4.2', {}, true],
    ['version=1.4.2', { version: '1.4.20' }, false],
    ['version=1.4.2', { version: null }, false],
    ['version=Agent+1', { version: 'Agent 1' }, true],
    ['agentType=demo-agent', {}, true],
    ['agentType=other', {}, false],
    [`tag=${encodeURIComponent('site=a,b=c & ü')}`, {}, true],
    ['tag=site=a', {}, false],
    ['tag=ring=1&tag=site=a', {}, false],
    ['tag=ring=1&tag=site=a', { tags: { ring: '1', site: 'a', more: '' } }, true],
    ['tag=toString=', {}, false],
    ['tag=more=', { tags: { more: '' } }, true],
    ['status=online&version=1.4.2&agentType=demo-agent&tag=ring=1&limit=5&cursor=x', {}, true],
    ['status=online&version=1.5.0', {}, false],
  ])('by %s has an agent with %j: %s', (query, change, expected) => {
    const filter = filterOf(query);
    expect(filter && isWanted(filter, { ...online, ...change })).toBe(expected);
  });

  test.each(['', 'limit=5', 'cursor=x&limit=5'])('by %j has no filter', (query) => {
    expect(filterOf(query)).toBeUndefined();
  });

  test.each([
    ['state=online', /no parameter "state"; there are status/],
    ['Status=online', /no parameter "Status"/],
    ['tags=site=a', /no parameter "tags"/],
    ['status=gone', /^status: /],
    ['status=', /^status: /],
    ['status=online&status=offline', /status is given more than once/],
    ['limit=1&limit=2', /limit is given more than once/],
    ['version=', /^version: /],
    ['agentType=', /^agentType: /],
    ['tag=site', /write tag=name=value/],
    ['tag==a', /^tag/],
    ['tag=__proto__=a', /^tag __proto__: a tag of this name cannot be stored/],
    ['tag=site=a&tag=site=b', /no agent has both/],
    [Array.from({ length: 11 }, (_, index) => `tag=t${index}=`).join('&'), /^tag: at most 10 tags/],
  ])('by %s is refused', (query, detail) => {
    expect(() => filterOf(query)).toThrow(
      expect.objectContaining({ kind: 'malformed', code: 'QUERY_INVALID', message: expect.stringMatching(detail) }),
    );
  });
});
