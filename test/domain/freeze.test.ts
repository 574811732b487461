import { describe, expect, test } from '@jest/globals';
import {
  covers,
  type Freeze,
  freezeDetail,
  freezeRequestSchema,
  freezeSchema,
  freezeThatCovers,
  isActive,
  newFreeze,
  scopeKey,
} from '../../functions/domain/freeze.ts';
import { freeze, later, longestScope, now } from '../fixtures.ts';

const berlin: Freeze['scope'] = { tag: 'site', value: 'berlin' };
const request = { scope: berlin, reason: 'a fair', until: '2026-01-15T10:00:00+01:00' };

describe('a request for a freeze', () => {
  test('needs a reason alone: it freezes all agents until it is deleted', () => {
    expect(freezeRequestSchema.parse({ reason: ' a fair\n' })).toEqual({ scope: 'all', reason: 'a fair', until: null });
  });

  test('comes out with its end in UTC, and what is made of it can be stored', () => {
    const made = newFreeze(freezeRequestSchema.parse(request), 'alice', now);
    expect(made).toEqual(freeze({ scope: berlin, until: '2026-01-15T09:00:00.000Z' }));
    expect(freezeSchema.parse(made)).toEqual(made);
  });

  test.each<[string, object, readonly string[]]>([
    ['no reason', { reason: undefined }, ['reason']],
    ['an empty reason', { reason: ' \n ' }, ['reason']],
    ['a reason of 501 characters', { reason: 'x'.repeat(501) }, ['reason']],
    ['a scope that is a word', { scope: 'site=berlin' }, ['scope']],
    ['a tag without a value', { scope: { tag: 'site' } }, ['scope']],
    ['a tag without a name', { scope: { tag: '', value: 'berlin' } }, ['scope', 'tag']],
    ['a tag that no agent can have', { scope: { ...berlin, tag: 'constructor' } }, ['scope', 'tag']],
    ['a tag with something else', { scope: { ...berlin, region: 'eu' } }, ['scope']],
    ['a scope of 1,001 bytes', { scope: { ...longestScope, value: `${longestScope.value}x` } }, ['scope']],
    ['an end without an offset', { until: '2026-01-15T10:00:00' }, ['until']],
    ['an end on a day that is none', { until: '2026-02-30T10:00:00Z' }, ['until']],
    ['an end in the year 10,000 in UTC', { until: '9999-12-31T23:59:59-01:00' }, ['until']],
    ['a property that is none', { createdBy: 'bob' }, []],
  ])('with %s is refused', (_sentence, change, path) => {
    const { error } = freezeRequestSchema.safeParse({ ...request, ...change });
    expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
  });

  test('may name a scope of 1,000 bytes', () => {
    expect(freezeRequestSchema.parse({ ...request, scope: longestScope }).scope).toEqual(longestScope);
  });

  test.each([later(-1), now])('with an end at %p, now or before it, is refused', (until) => {
    const parsed = freezeRequestSchema.parse({ ...request, until: until.toISOString() });
    expect(() => newFreeze(parsed, 'alice', now)).toThrow(
      expect.objectContaining({ kind: 'unacceptable', code: 'UNTIL_PAST', errors: [expect.anything()] }),
    );
  });
});

describe('the text of a scope', () => {
  test.each<[string, Freeze['scope']]>([
    ['all', 'all'],
    ['tag:site=berlin', berlin],
    ['tag:site=', { tag: 'site', value: '' }],
    ['tag:a=b=c', { tag: 'a', value: 'b=c' }],
    ['tag:a%3Db=c', { tag: 'a=b', value: 'c' }],
    ['tag:a%253Db=c', { tag: 'a%3Db', value: 'c' }],
    ['tag:all=%', { tag: 'all', value: '%' }],
  ])('%s', (text, scope) => {
    expect(scopeKey(scope)).toBe(text);
  });
});

describe('a freeze', () => {
  test.each<[string, string | null, boolean]>([
    ['without an end is in force', null, true],
    ['that ends in a second is in force', later(1).toISOString(), true],
    ['that ends now is over', now.toISOString(), false],
    ['whose end is written with an offset counts the same', '2026-01-15T09:00:01+01:00', true],
  ])('%s', (_sentence, until, expected) => {
    expect(isActive(freeze({ until }), now)).toBe(expected);
  });

  test.each<[string, Freeze['scope'], Record<string, string>, boolean]>([
    ['of all agents covers one without tags', 'all', {}, true],
    ['of a tag covers an agent that has it', berlin, { ring: '1', site: 'berlin' }, true],
    ['of a tag does not cover an agent with another value', berlin, { site: 'Berlin' }, false],
    ['of a tag does not cover an agent without it', berlin, { ring: 'berlin' }, false],
    ['of an empty value does not cover an agent without the tag', { tag: 'site', value: '' }, {}, false],
  ])('%s', (_sentence, scope, tags, expected) => {
    expect(covers(freeze({ scope }), tags)).toBe(expected);
  });

  test.each<[string, Freeze['scope'], string | null, string]>([
    ['a tag and an end', berlin, later(60).toISOString(), 'for site=berlin by alice until 2026-01-15T08:01:00.000Z'],
    ['all and no end', 'all', null, 'for all agents by alice'],
  ])('of %s says so', (_sentence, scope, until, words) => {
    expect(freezeDetail(freeze({ scope, until }))).toBe(`Sending is frozen ${words}: a fair`);
  });
});

describe('of several freezes', () => {
  const ofBerlin = freeze({ scope: berlin });
  const ofRing = freeze({ scope: { tag: 'ring', value: '1' } });
  const tags = { site: 'berlin', ring: '2' };

  test.each<[string, readonly Freeze[], Freeze | undefined]>([
    ['that of all agents counts before the others', [ofBerlin, freeze()], freeze()],
    ['that of the agent counts', [ofRing, ofBerlin], ofBerlin],
    ['none counts that is of others', [ofRing], undefined],
    ['none counts that is over', [freeze({ until: now.toISOString() }), ofBerlin], ofBerlin],
    ['none counts where there is none', [], undefined],
  ])('%s', (_sentence, freezes, expected) => {
    expect(freezeThatCovers(freezes, tags, now)).toEqual(expected);
  });
});
