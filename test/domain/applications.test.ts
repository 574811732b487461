import { describe, expect, test } from '@jest/globals';
import { applicationsOf, type KnownSoftware, matchesName, versionAmong } from '../../functions/domain/applications.ts';
import { application } from '../fixtures.ts';

const type = (change: Partial<KnownSoftware> = {}): KnownSoftware => ({
  name: 'demo-agent',
  recipe: 'package',
  versionScheme: 'semver',
  discovery: { applications: ['demo-agent'] },
  ...change,
});

test.each<[string, Partial<KnownSoftware>, string[]]>([
  ['its own names', { packageName: 'demo' }, ['demo-agent']],
  ['its package name, where it has no names', { discovery: undefined, packageName: 'demo' }, ['demo']],
  ['nothing, where it has neither', { discovery: undefined }, []],
])('an agent type is known by %s', (_sentence, change, names) => {
  expect(applicationsOf(type(change))).toEqual(names);
});

test.each([
  ['demo', 'demo', true],
  ['demo', 'demo-agent', false],
  ['demo', 'Demo', false],
  ['demo-*', 'demo-agent', true],
  ['demo-*', 'demo', false],
  ['Demo Agent *', 'Demo Agent 1.4.2', true],
])('the name %s for the application %s: %s', (pattern, name, matches) => {
  expect(matchesName(pattern, name)).toBe(matches);
});

describe('the version of', () => {
  const debian = (version: string) => application({ version });
  const other = (version: string) => application({ version, packageId: null });
  const rpm = (version: string, release: string | null, epoch: string | null = null) =>
    application({ version, release, epoch, packageId: null });

  test.each<[string, string, ReturnType<typeof application>, string | null]>([
    ['a Debian package in semver is what comes before its revision', 'semver', debian('1.4.2-1'), '1.4.2'],
    ['a Debian package in semver is what comes after its epoch', 'semver', debian('1:7.52.0-1'), '7.52.0'],
    ["Ubuntu's package in semver", 'semver', debian('3.3.40-0ubuntu1~24.04'), '3.3.40'],
    ['a Debian package without a revision', 'dotted', debian('7.52.0.1'), '7.52.0.1'],
    ["a Debian package in Debian's way is all of it", 'deb', debian('1:7.52.0-1'), '1:7.52.0-1'],
    ['a Debian package of a release candidate is not known in semver', 'semver', debian('1.5.0~rc1-1'), null],
    ['a Debian package whose revision may be a pre-release is not known', 'semver', debian('1.5.0-rc1'), null],
    ['an rpm package in semver', 'semver', rpm('1.4.2', '3.el9'), '1.4.2'],
    ["an rpm package in rpm's way has its release", 'rpm', rpm('1.4.2', '3.el9'), '1.4.2-3.el9'],
    ['an rpm package with an epoch', 'rpm', rpm('1.4.2', '3', '1'), '1:1.4.2-3'],
    ['an rpm package with the epoch 0', 'rpm', rpm('1.4.2', '3', '0'), '1.4.2-3'],
    ["an rpm package without an epoch, in rpm's words", 'rpm', rpm('1.4.2', '3', '(none)'), '1.4.2-3'],
    ["an rpm package whose release nobody told is not known in rpm's way", 'rpm', rpm('1.4.2', null), null],
    ['a Windows program', 'dotted', other('7.52.0.0'), '7.52.0.0'],
    ['a Windows program that is a pre-release', 'semver', other('1.5.0-rc1'), '1.5.0-rc1'],
    ['a program without a version', 'semver', other(''), null],
    ['a program whose version is no semver', 'semver', other('January'), null],
    ['a program whose version is opaque', 'opaque', other('build_77'), 'build_77'],
    ['a program whose version nobody could write into a request', 'opaque', other('build 77'), null],
  ])('%s', (_sentence, versionScheme, installed, expected) => {
    expect(versionAmong(type({ versionScheme }), [installed])).toBe(expected);
  });

  const named = (name: string, version: string) => application({ name, version });
  const types = type({ discovery: { applications: ['demo-agent', 'demo-*'] } });
  test.each([
    ['nothing that is installed', [], null],
    ['something else', [named('curl', '8.5.0-2')], null],
    ['the first of its names that is installed', [named('demo-lib', '9.0-1'), named('demo-agent', '1.4.2-1')], '1.4.2'],
    ['its second name where the first is not installed', [named('demo-lib', '9.0-1')], '9.0'],
    ['one package for two processors', [named('demo-agent', '1.4.2-1'), named('demo-agent', '1.4.2-1')], '1.4.2'],
    ['two versions side by side is not known', [named('demo-agent', '1.4.2-1'), named('demo-agent', '1.5.0-1')], null],
  ])('%s', (_sentence, installed, expected) => {
    expect(versionAmong(types, installed)).toBe(expected);
  });
});
