import { describe, expect, test } from '@jest/globals';
import { applicationsOf, type KnownSoftware, matchesName, versionAmong } from '../../functions/domain/applications.ts';
import { application } from '../fixtures.ts';

const type = (change: Partial<KnownSoftware> = {}): KnownSoftware => ({
  name: 'demo-agent',
  recipe: 'package',
  platform: 'linux',
  versionCommand: 'demo-agent --version',
  versionScheme: 'semver',
  discovery: { applications: ['demo-agent'] },
  ...change,
});

test.each<[string, Partial<KnownSoftware>, string[]]>([
  ['its own names', { recipe: 'os-package', packageName: 'demo' }, ['demo-agent']],
  ['its package, where it has no names', { discovery: undefined, recipe: 'os-package', packageName: 'demo' }, ['demo']],
  ['what Windows calls it', { discovery: undefined, recipe: 'msi', product: 'Demo Agent' }, ['Demo Agent']],
  [
    "nothing, where its package is Distributor's",
    { discovery: undefined, recipe: 'distributor', packageName: 'Demo' },
    [],
  ],
  ['nothing, where it has no names and no package', { discovery: undefined }, []],
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

  const deb = { versionScheme: 'deb' } as const;
  const asPackage = { recipe: 'os-package', versionScheme: 'opaque', versionCommand: '' } as const;
  test.each<[string, Partial<KnownSoftware>, ReturnType<typeof application>, string | null]>([
    ['a Debian package in semver is what comes before its revision', {}, debian('1.4.2-1'), '1.4.2'],
    ['a Debian package in semver is what comes after its epoch', {}, debian('1:7.52.0-1'), '7.52.0'],
    ["Ubuntu's package in semver", {}, debian('3.3.40-0ubuntu1~24.04'), '3.3.40'],
    ['a Debian package without a revision', { versionScheme: 'dotted' }, debian('7.52.0.1'), '7.52.0.1'],
    ["a Debian package in Debian's way is all of it", deb, debian('1:7.52.0-1'), '1:7.52.0-1'],
    ['a Debian package whose manager is asked is all of it', asPackage, debian('1:7.52.0-1'), '1:7.52.0-1'],
    ['a Debian package of a release candidate is not known in semver', {}, debian('1.5.0~rc1-1'), null],
    ['a Debian package whose revision may be a pre-release is not known', {}, debian('1.5.0-rc1'), null],
    ['an rpm package in semver', {}, rpm('1.4.2', '3.el9'), '1.4.2'],
    ["an rpm package in rpm's way has its release", { versionScheme: 'rpm' }, rpm('1.4.2', '3.el9'), '1.4.2-3.el9'],
    ['an rpm package whose manager is asked', asPackage, rpm('1.4.2', '3.el9'), '1.4.2-3.el9'],
    ['an rpm package with an epoch', asPackage, rpm('1.4.2', '3', '1'), '1:1.4.2-3'],
    ['an rpm package with the epoch 0', asPackage, rpm('1.4.2', '3', '0'), '1.4.2-3'],
    ["an rpm package without an epoch, in rpm's words", asPackage, rpm('1.4.2', '3', '(none)'), '1.4.2-3'],
    ["an rpm package whose release nobody told is not known in rpm's way", asPackage, rpm('1.4.2', null), null],
    ['a Windows program', { versionScheme: 'dotted' }, other('7.52.0.0'), '7.52.0.0'],
    ['a Windows program as Windows lists it', { recipe: 'msi', versionCommand: '' }, other('7.52'), '7.52'],
    ['a Windows program that is a pre-release', {}, other('1.5.0-rc1'), '1.5.0-rc1'],
    ['a program without a version', {}, other(''), null],
    ['a program whose version is no semver', {}, other('January'), null],
    [
      'a program whose own command calls its version who knows what',
      { versionScheme: 'opaque' },
      other('build_77'),
      null,
    ],
    ['a program whose version nobody could write into a request', asPackage, rpm('build 77', '1'), null],
  ])('%s', (_sentence, change, installed, expected) => {
    expect(versionAmong(type(change), [installed])).toBe(expected);
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
