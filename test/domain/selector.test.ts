import { describe, expect, test } from '@jest/globals';
import { type Selector, selectorSchema, selects } from '../../functions/domain/selector.ts';
import { agent, agentType } from '../fixtures.ts';

const types = new Map([
  [agentType.name, agentType],
  ['opaque-agent', { ...agentType, name: 'opaque-agent', versionScheme: 'opaque' as const }],
]);
const one = agent(1, { tags: { site: 'berlin', tier: 'web' }, version: '1.4.2' });

describe('a selector', () => {
  test.each<[string, Selector, boolean]>([
    ['a tag that the agent has', { tags: { site: 'berlin' } }, true],
    ['a tag with another value', { tags: { site: 'paris' } }, false],
    ['a tag that it has not', { tags: { rack: '1' } }, false],
    ['a tag that is called like a method', { tags: { toString: '' } }, false],
    ['two tags that it has', { tags: { site: 'berlin', tier: 'web' } }, true],
    ['two tags of which it has one', { tags: { site: 'berlin', tier: 'db' } }, false],
    ['its type', { agentType: 'demo-agent' }, true],
    ['another type', { agentType: 'opaque-agent' }, false],
    ['its type and a tag with another value', { agentType: 'demo-agent', tags: { site: 'paris' } }, false],
    ['a range that begins at its version', { currentVersion: { atLeast: '1.4.2' } }, true],
    ['a range that begins above', { currentVersion: { atLeast: '1.4.3' } }, false],
    ['a range that ends at its version', { currentVersion: { below: '1.4.2' } }, false],
    ['a range that ends above', { currentVersion: { below: '1.4.10' } }, true],
    ['a range around its version', { currentVersion: { atLeast: '1.4.0', below: '1.5.0' } }, true],
  ])('by %s: %j chooses %s', (_, selector, chosen) => {
    expect(selects(selector, one, types)).toBe(chosen);
  });

  test.each([
    ['unknown', agent(1, { version: null })],
    ['of a scheme without an order', agent(1, { agentType: 'opaque-agent' })],
    ['of a type that is not known here', agent(1, { agentType: 'gone' })],
  ])('by a range never chooses an agent whose version is %s', (_, given) => {
    for (const currentVersion of [{ atLeast: '0.0.1' }, { below: '9.9.9' }])
      expect(selects({ currentVersion }, given, types)).toBe(false);
  });

  test('never chooses an agent whose node vanished', () => {
    const vanished = { ...one, vanishedAt: '2026-01-10T00:00:00.000Z' };
    expect(selects({ agentType: 'demo-agent' }, vanished, types)).toBe(false);
  });

  test.each(['deb', 'rpm'] as const)('by a range goes by the order of %s', (versionScheme) => {
    const packaged = new Map([[agentType.name, { ...agentType, versionScheme }]]);
    const current = { ...one, version: '1:7.52.0-2' };
    expect(selects({ currentVersion: { atLeast: '8.0', below: '1:7.52.0-10' } }, current, packaged)).toBe(true);
    expect(selects({ currentVersion: { below: '1:7.52.0~rc1' } }, current, packaged)).toBe(false);
  });

  test.each([
    ['nothing', {}],
    ['no tag', { tags: {} }],
    ['an empty range', { currentVersion: {} }],
    ['an unknown property', { agentType: 'demo-agent', region: 'eu-west-1' }],
    ['a tag of a name that would be lost', JSON.parse('{"tags":{"site":"berlin","__proto__":"x"}}')],
    ['11 tags', { tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`tag${index}`, ''])) }],
  ])('of %s is refused: it might be the whole fleet', (_, selector) => {
    expect(selectorSchema.safeParse(selector).success).toBe(false);
  });
});
