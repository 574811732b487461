import { describe, expect, test } from '@jest/globals';
import type { VersionScheme } from '../../functions/domain/agent-type.ts';
import { compareVersions, versionSchema } from '../../functions/domain/version.ts';

describe('versions are ordered by their scheme', () => {
  test.each<[VersionScheme, string, '<' | '=' | '>' | '?', string]>([
    ['semver', '1.4.2', '<', '1.5.0'],
    ['semver', '1.10.0', '>', '1.9.9'],
    ['semver', '1.5.0', '=', '1.5.0'],
    ['semver', '1.5.0-rc.1', '<', '1.5.0'],
    ['semver', '1.5.0-rc.2', '<', '1.5.0-rc.10'],
    ['dotted', '3.3.1234.0', '<', '3.3.1235.0'],
    ['dotted', '3.3.2746.0', '>', '3.3.987.0'],
    ['dotted', '3.3', '<', '3.3.0.1'],
    ['semver', 'nightly', '?', '1.5.0'],
    ['semver', '1.5.0', '?', 'latest'],
    ['opaque', '1.4.2', '?', '1.5.0'],
  ])('%s: %s %s %s', (scheme, a, order, b) => {
    const compared = compareVersions(scheme, a, b);
    expect(compared === undefined ? '?' : compared < 0 ? '<' : compared > 0 ? '>' : '=').toBe(order);
  });
});

describe('a version is one plain word', () => {
  test.each(['1.5.0', '3.3.1234.0', '1:7.52.0-1', '8.11.0~rc1', '1.300051.0b992', 'v2'])('%s is one', (text) => {
    expect(versionSchema.safeParse(text).success).toBe(true);
  });

  test.each([
    '',
    '-rf',
    '1.5.0;reboot',
    '$(id)',
    '1.5.0\n',
    '1 5',
    '../../x',
    '`id`',
    '{{ x }}',
    '1.5.0'.repeat(20),
    '１.５',
  ])('%j is none', (text) => {
    expect(versionSchema.safeParse(text).success).toBe(false);
  });
});
