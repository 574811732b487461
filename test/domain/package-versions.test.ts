import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, versionSchema } from '../../functions/domain/version.ts';
import { findCommand } from '../local/script-bench.ts';

const schemes = ['deb', 'rpm'] as const;
type Scheme = (typeof schemes)[number];

/** Few different pieces, so that two versions often agree for a while. */
const piece = fc.constantFrom('0', '1', '2', '10', '010', '9', 'a', 'b', 'rc', 'Z', '.', '+', '~', '-');
const body = (more: readonly string[]) =>
  fc
    .array(fc.oneof({ arbitrary: piece, weight: 9 }, fc.constantFrom(...more)), { maxLength: 7 })
    .map((all) => all.join(''));

const versions: Record<Scheme, fc.Arbitrary<string>> = {
  // A revision is at the end, and dpkg takes none that is empty.
  deb: fc
    .tuple(fc.constantFrom('', '', '0:', '1:'), fc.constantFrom('0', '1', '2', '10'), body(['', '.']))
    .map(([epoch, first, rest]) => `${epoch}${first}${rest}`.replace(/-+$/, '')),
  rpm: fc
    .tuple(fc.constantFrom('', '', '0:', '1:'), fc.constantFrom('0', '1', '2', '10', 'a'), body(['^', '_']))
    .map((parts) => parts.join('')),
};

const compare = (scheme: Scheme, a: string, b: string): number => {
  const order = compareVersions(scheme, a, b);
  if (order === undefined) throw new Error(`${a} and ${b} are not ordered.`);
  return Math.sign(order);
};

describe.each(schemes)('versions of %s', (scheme) => {
  const version = versions[scheme];

  test('may be asked for', () => {
    fc.assert(fc.property(version, (text) => versionSchema.safeParse(text).success));
  });

  test('are in one order, whichever way they are compared', () => {
    const holds = (a: string, b: string, c: string) => {
      const [ab, bc, ac] = [compare(scheme, a, b), compare(scheme, b, c), compare(scheme, a, c)];
      expect(compare(scheme, b, a)).toBe(0 - ab || 0);
      expect(compare(scheme, a, a)).toBe(0);
      if (ab <= 0 && bc <= 0) expect(ac).toBe(Math.min(ab, bc));
    };
    fc.assert(fc.property(version, version, version, holds), { numRuns: 2000 });
  });
});

const pairs = (scheme: Scheme, count: number) => fc.sample(fc.tuple(versions[scheme], versions[scheme]), count);

/** One shell for all pairs; each comparison is a run of dpkg of about 2 ms. */
function byDpkg(all: readonly (readonly [string, string])[]): number[] {
  const script =
    'while [ $# -gt 0 ]; do if dpkg --compare-versions "$1" lt "$2"; then echo -1; elif dpkg --compare-versions "$1" eq "$2"; then echo 0; else echo 1; fi; shift 2; done';
  return numbersOf(execFileSync('sh', ['-c', script, 'sh', ...all.flat()], { encoding: 'utf8' }));
}

function byRpm(all: readonly (readonly [string, string])[]): number[] {
  const orders = all.map(([a, b]) => `rpm.vercmp("${a}", "${b}")`);
  const script = `print(table.concat({${orders.join(', ')}}, " "))`;
  return numbersOf(execFileSync('rpm', ['--eval', `%{lua: ${script}}`], { encoding: 'utf8' }));
}

const numbersOf = (lines: string): number[] => lines.trim().split(/\s+/).map(Number);

describe('the package managers themselves order them in the same way:', () => {
  const managers = [
    ['dpkg', 'deb', byDpkg, 400],
    ['rpm', 'rpm', byRpm, 2000],
  ] as const;
  for (const [command, scheme, ask, count] of managers) {
    // A test that is skipped is counted in the tests' last line, and .ci/run installs both.
    const testWherePresent = findCommand(command) === undefined ? test.skip : test;
    testWherePresent(`${command}, where it is present`, () => {
      const all = pairs(scheme, count);
      const expected = ask(all).map((order, index) => [...(all[index] ?? []), order]);
      expect(all.map(([a, b]) => [a, b, compare(scheme, a, b)])).toEqual(expected);
    });
  }
});
