import { describe, expect, test } from '@jest/globals';
import { type Fence, fenceKey, isInside, isWithin, parseFence } from '../../functions/domain/fence.ts';
import { jobSchema } from '../../functions/domain/job.ts';
import { berlin, job } from '../fixtures.ts';

const bonn: Fence = [{ tag: 'site', value: 'bonn' }];
const both: Fence = [...berlin, ...bonn];

describe('a claim tells a fence', () => {
  test.each<[string, string, Fence]>([
    ['one tag', 'site=berlin', berlin],
    ['one tag in a list, as API Gateway writes it', '[site=berlin]', berlin],
    ['two of which an agent needs one', '[site=berlin site=bonn]', both],
    ['a text with spaces, as providers write it that have no lists', 'site=berlin site=bonn', both],
    ['a space in a value', '[site=new%20york]', [{ tag: 'site', value: 'new york' }]],
    ['an equals sign in name and value', 'a%3Db=c%3Dd', [{ tag: 'a=b', value: 'c=d' }]],
    ['letters that are no ASCII', 'site=k%C3%B6ln', [{ tag: 'site', value: 'köln' }]],
    ['a plus sign, which is no space', 'tier=a+b', [{ tag: 'tier', value: 'a+b' }]],
    ['the other signs of AWS tags', 'aws:ec2/x_y.z-1=@home', [{ tag: 'aws:ec2/x_y.z-1', value: '@home' }]],
    ['an empty value', 'site=', [{ tag: 'site', value: '' }]],
  ])('%s: %s', (_sentence, claim, expected) => {
    expect(parseFence(claim)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['no tag', 'berlin'],
    ['an empty text', ''],
    ['an empty list', '[]'],
    ['a tag without a name', '=berlin'],
    ['a word beside a tag', '[site=new york]'],
    ['an equals sign that is not encoded', 'site=a=b'],
    ['two spaces', '[site=berlin  site=bonn]'],
    ['commas', 'site=berlin,site=bonn'],
    ['a list in a list', '[[site=berlin] site=bonn]'],
    ['half a list', '[site=berlin'],
    ['a list as JSON text', '["site=berlin"]'],
    ['an object', '{"site":"berlin"}'],
    ['letters that are no ASCII, as they are', 'site=köln'],
    ['a percent sign alone', 'site=100%'],
    ['what is no UTF-8', 'site=%C3'],
    ['a name that no tag has', '__proto__=x'],
    ['a name that is too long', `${'n'.repeat(129)}=x`],
    ['a value that is too long', `site=${'v'.repeat(257)}`],
    ['21 tags', Array.from({ length: 21 }, (_, index) => `site=${index}`).join(' ')],
    ['true', 'true'],
  ])('or none: %s', (_sentence, claim) => {
    expect(parseFence(claim)).toBeUndefined();
  });

  test('of 20 tags', () => {
    expect(parseFence(Array.from({ length: 20 }, (_, index) => `site=${index}`).join(' '))).toHaveLength(20);
  });
});

describe('an agent is inside', () => {
  test.each<[string, Fence | null, Record<string, string>, boolean]>([
    ['no fence, whatever its tags', null, {}, true],
    ['with the tag', berlin, { site: 'berlin', ring: '1' }, true],
    ['with any of the tags', both, { site: 'bonn' }, true],
    ['with another value', berlin, { site: 'Berlin' }, false],
    ['with the value in another tag', berlin, { city: 'berlin' }, false],
    ['without tags', berlin, {}, false],
    ['with what every object has', [{ tag: 'toString', value: '' }], {}, false],
  ])('%s', (_sentence, fence, tags, expected) => {
    expect(isInside(fence, tags)).toBe(expected);
  });
});

describe('what was made under a fence is within', () => {
  const turned: Fence = both.toReversed();
  test.each<[string, Fence | null, Fence | null, boolean]>([
    ['no fence', berlin, null, true],
    ['the same fence', berlin, [{ value: 'berlin', tag: 'site' }], true],
    ['the same in another order', both, turned, true],
    ['the same with a tag twice', both, [...both, ...berlin], true],
    ['no larger one, which is simple', berlin, both, false],
    ['no smaller one', both, berlin, false],
    ['no other one', bonn, berlin, false],
  ])('%s', (_sentence, other, fence, expected) => {
    expect(isWithin(other, fence)).toBe(expected);
  });

  test('and what was made without one is within none', () => {
    expect(isWithin(null, berlin)).toBe(false);
    expect(isWithin(null, null)).toBe(true);
  });

  test('no two fences are one text', () => {
    const [one, other] = [[{ tag: 'a', value: 'b,c' }], [{ tag: 'a,b', value: 'c' }]];
    expect(fenceKey(one)).not.toBe(fenceKey(other));
  });
});

test('a job that was stored before there were fences has none', () => {
  const { fence: _fence, ...stored } = job({ fence: berlin });
  expect(jobSchema.parse(stored).fence).toBeNull();
});
