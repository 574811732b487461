import { expect, test } from '@jest/globals';
import { environment } from '../../functions/environment.ts';
import { agentType, pace } from '../fixtures.ts';

const source = { TABLE_NAME: 'table', AGENT_TYPES: JSON.stringify([agentType]), PACE: JSON.stringify(pace) };

test('a function reads the variables that it names, parsed', () => {
  const env = environment(['TABLE_NAME', 'AGENT_TYPES', 'PACE'], source);
  expect(env).toEqual({ TABLE_NAME: 'table', AGENT_TYPES: new Map([['demo-agent', agentType]]), PACE: pace });
});

test('it does not start without them, and the error names each', () => {
  const wrong = { ...source, TABLE_NAME: undefined, PACE: '{' };
  expect(() => environment(['TABLE_NAME', 'PACE'], wrong)).toThrow(/TABLE_NAME[\s\S]*PACE|PACE[\s\S]*TABLE_NAME/);
});

test.each([
  ['DRY_RUN_ONLY', 'true', true],
  ['DRY_RUN_ONLY', 'false', false],
  ['REQUIRE_CHECKSUM', 'true', true],
  ['ALLOW_DOWNGRADE', 'false', false],
] as const)('%s=%s is %s, and any other word is wrong', (name, text, expected) => {
  expect(environment([name], { [name]: text })).toEqual({ [name]: expected });
  expect(() => environment([name], { [name]: `${text}!` })).toThrow(name);
});
