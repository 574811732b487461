import { compareDigits, compareText } from './digits.ts';

/**
 * Orders two versions of RPM packages, `[epoch:]version[-release]`, as rpm does (rpm-version(7), and `rpm.vercmp` of rpm 4.16 or later).
 * A version without a release is older than the same with one.
 */
export function compareRpm(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  return (
    compareDigits(one.epoch, other.epoch) ||
    compareSegments(one.version, other.version) ||
    compareReleases(one.release, other.release)
  );
}

function parse(text: string) {
  const [, epoch = '0', rest = ''] = /^(?:(\d*):)?(.*)$/.exec(text) ?? [];
  const hyphen = rest.lastIndexOf('-');
  if (hyphen === -1) return { epoch, version: rest, release: undefined };
  return { epoch, version: rest.slice(0, hyphen), release: rest.slice(hyphen + 1) };
}

function compareReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareSegments(a, b);
}

/** Digits, letters and the two operators count; everything between them only separates. */
function compareSegments(a: string, b: string): number {
  const [one, other] = [segments(a), segments(b)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const order = compareSegment(one[index], other[index]);
    if (order !== 0) return order;
  }
  return 0;
}

const segments = (text: string): string[] => text.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];

function compareSegment(a: string | undefined, b: string | undefined): number {
  const order = rank(a) - rank(b);
  if (order !== 0 || a === undefined || b === undefined) return order;
  return rank(a) === NUMBER ? compareDigits(a, b) : compareText(a, b);
}

const NUMBER = 4;

/** `1.0~rc1` is older than `1.0`, which is older than `1.0^git1`, which is older than `1.0a`, which is older than `1.0.1`. */
function rank(segment: string | undefined): number {
  if (segment === '~') return 0;
  if (segment === undefined) return 1;
  if (segment === '^') return 2;
  return /\d/.test(segment) ? NUMBER : 3;
}
