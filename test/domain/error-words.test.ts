import { expect, test } from '@jest/globals';
import { errorName, withoutArns, withoutValues } from '../../functions/domain/error-words.ts';

test.each([
  ['AccessDeniedException', 'AccessDeniedException'],
  ['Lambda.TooManyRequestsException', 'Lambda.TooManyRequestsException'],
  ['', 'an error without a name'],
  ['User: arn:aws:sts::1:x', 'an error without a name'],
  [undefined, 'an error without a name'],
])('the name %j is told as %j', (name, words) => {
  expect(errorName(name)).toBe(words);
});

test.each([
  [
    'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: ssm:SendCommand on resource: arn:aws-cn:ssm:eu-west-1::document/z',
    'User: (a resource) is not authorized to perform: ssm:SendCommand on resource: (a resource)',
  ],
  ['"arn:aws:iam::1:role/x", denied', '"(a resource)", denied'],
  ['a learned barn: nothing', 'a learned barn: nothing'],
])('of %j is left %j', (text, words) => {
  expect(withoutArns(text)).toBe(words);
});

test('of a refused command no long value of a parameter is told, since one may be a signed address', () => {
  const address = 'c2lnbmVkIGFkZHJlc3Mgb2YgYW4gYXJ0aWZhY3Q';
  const text = `Parameter Artifacts (${address}) does not match; Version 1.5.0 does.`;
  const words = 'Parameter Artifacts ((a value)) does not match; Version 1.5.0 does.';
  expect(withoutValues(text, [address, '1.5.0'])).toBe(words);
});
