import { describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../functions/domain/agent.ts';
import { isWanted } from '../../../functions/domain/agent-filter.ts';
import { agentFilter, listAgentsQuery } from '../../../functions/queries/list-agents.ts';
import { parseQuery } from '../../../functions/queries/query.ts';
import { agent } from '../../fixtures.ts';

const online = agent(1, { connection: 'online', tags: { site: 'a,b=c & ü', ring: '1' } });
const filterOf = (query: string) => agentFilter(parseQuery(listAgentsQuery, new URLSearchParams(query)));

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
    ['state=online', '/state', /no such parameter; there are status, version, agentType, tag, limit, cursor/],
    ['Status=online', '/Status', /no such parameter/],
    ['tags=site=a', '/tags', /no such parameter/],
    ['__proto__=a', '/__proto__', /no such parameter/],
    ['status=gone', '/status', /online/],
    ['status=', '/status', /online/],
    ['status=online&status=offline', '/status', /more than once/],
    ['version=1&version=2', '/version', /more than once/],
    ['limit=1&limit=2', '/limit', /more than once/],
    ['version=', '/version', />=1/],
    ['agentType=', '/agentType', />=1/],
    ['tag=site', '/tag', /write tag=name=value/],
    ['tag==a', '/tag/', /./],
    ['tag=__proto__=a', '/tag/__proto__', /a tag of this name cannot be stored/],
    ['tag=site=a&tag=site=b', '/tag', /no agent has both/],
    [Array.from({ length: 11 }, (_, index) => `tag=t${index}=`).join('&'), '/tag', /^at most 10 tags/],
  ])('by %s is refused', (query, pointer, detail) => {
    const errors = [{ pointer, detail: expect.stringMatching(detail) }];
    expect(() => filterOf(query)).toThrow(
      expect.objectContaining({ kind: 'malformed', code: 'QUERY_INVALID', errors }),
    );
  });

  test('has the same filter, in whichever order its tags are given', () => {
    const [one, other] = ['tag=ring=1&tag=site=a', 'tag=site=a&tag=ring=1'].map((query) => filterOf(query));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });
});
