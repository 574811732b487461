import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { environment } from '../../functions/environment.ts';
import { agentType, networks, pace } from '../fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that a function is told of. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const source = {
  TABLE_NAME: 'table',
  AGENT_TYPES: file('types.json', JSON.stringify([agentType])),
  PACE: JSON.stringify(pace),
};

test('a function reads the variables that it names, parsed', () => {
  const env = environment(['TABLE_NAME', 'AGENT_TYPES', 'PACE'], source);
  expect(env).toEqual({ TABLE_NAME: 'table', AGENT_TYPES: new Map([['demo-agent', agentType]]), PACE: pace });
});

test('networks, which may be more than an environment holds, are read from a file, and buckets from a list', () => {
  const given = { NETWORKS: file('networks.json', JSON.stringify(networks)), SIGNED_BUCKETS: '["artifacts"]' };
  expect(environment(['NETWORKS', 'SIGNED_BUCKETS'], given)).toEqual({
    NETWORKS: networks,
    SIGNED_BUCKETS: ['artifacts'],
  });
});

test('it does not start without them, and the error names each', () => {
  const wrong = { ...source, TABLE_NAME: undefined, PACE: '{' };
  expect(() => environment(['TABLE_NAME', 'PACE'], wrong)).toThrow(/TABLE_NAME[\s\S]*PACE|PACE[\s\S]*TABLE_NAME/);
});

test.each([
  ['is not there', join(folder, 'nothing.json'), 'nothing.json'],
  ['is not JSON', file('broken.json', '['), 'AGENT_TYPES'],
])('it does not start with a file of agent types that %s', (_what, path, words) => {
  expect(() => environment(['AGENT_TYPES'], { AGENT_TYPES: path })).toThrow(words);
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
