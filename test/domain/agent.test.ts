import { expect, test } from '@jest/globals';
import { agentRegistrationSchema } from '../../functions/domain/agent.ts';
import { tagLimitSchema } from '../../functions/domain/lane.ts';
import { nodeId } from '../fixtures.ts';

const issuesOf = (tags: string) => {
  const body = `{"agentType":"demo-agent","nodeId":"${nodeId(1)}","tags":${tags}}`;
  return agentRegistrationSchema.safeParse(JSON.parse(body)).error?.issues.map(({ path }) => path.join('/'));
};

test.each([
  ['{"site":"berlin","toString":"x","prototype":"y"}', undefined],
  ['{"__proto__":"x","site":"berlin"}', ['tags/__proto__']],
  ['{"constructor":"x"}', ['tags/constructor']],
  ['{"constructor":""}', ['tags/constructor']],
  ['{"__proto__":"x","constructor":"y"}', ['tags/__proto__', 'tags/constructor']],
  ['{"":"x"}', ['tags/']],
  ['{"site":7}', ['tags/site']],
  ['[]', ['tags']],
  ['null', ['tags']],
])('of the tags %s what cannot be stored is pointed at: %j', (tags, expected) => {
  expect(issuesOf(tags)).toEqual(expected);
});

test.each(['__proto__', 'constructor'])('no limit is for the tag %s, which no agent can have', (tag) => {
  expect(tagLimitSchema.safeParse({ tag, max: 1 }).success).toBe(false);
});
