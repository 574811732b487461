import { expect, test } from '@jest/globals';
import { versionAnswer } from '../../functions/version-answer.ts';
import { artifact, deprecation, version } from '../fixtures.ts';

const url = `${artifact.url}?X-Amz-Signature=secret`;
const signed = { ...version, artifacts: [{ ...artifact, url }] };

test.each([
  ['an administrator', true, url],
  ['nobody else', false, artifact.url],
])('%s is shown what signs an address', (_who, isAdmin, expected) => {
  const answer = versionAnswer(signed, { hasScope: (scope) => isAdmin && scope === 'fleet/admin' });
  expect(answer.artifacts).toEqual([{ ...artifact, url: expected }]);
});

test.each([
  ['active', null],
  ['deprecated', deprecation],
] as const)('a version is answered as %s', (status, given) => {
  const answer = versionAnswer({ ...version, deprecation: given }, { hasScope: () => false });
  expect(answer).toEqual({ ...version, status, deprecation: given });
});
