import { expect, test } from '@jest/globals';
import { versionQuery } from '../../functions/version-query.ts';

test('a list of versions takes what it knows', () => {
  const query = { agentType: 'demo-agent', status: 'deprecated', limit: '10', cursor: 'abc' };
  expect(versionQuery(query)).toEqual(query);
  expect(versionQuery({})).toEqual({});
});

test.each([{ status: 'gone' }, { agenttype: 'demo-agent' }, { agentType: '' }])('and refuses %j', (query) => {
  expect(() => versionQuery(query)).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
});
