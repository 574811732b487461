import { compareDigits } from './digits.ts';

/**
 * Orders two versions of Debian packages, `[epoch:]upstream[-revision]`, as dpkg does (Debian Policy 4.15, section 5.6.12; deb-version(7)).
 * Answers undefined where one of them is no such version.
 */
export function compareDeb(a: string, b: string): number | undefined {
  const [one, other] = [parse(a), parse(b)];
  if (one === undefined || other === undefined) return undefined;
  return (
    compareDigits(one.epoch, other.epoch) ||
    comparePart(one.upstream, other.upstream) ||
    comparePart(one.revision, other.revision)
  );
}

/** The revision begins behind the last hyphen; without an epoch a version has no colon. No epoch is 0, and no revision, too. */
function parse(text: string) {
  const found = /^(?:(?<epoch>\d+):(?=.))?(?<upstream>\d[A-Za-z0-9.+~:-]*?)(?:-(?<revision>[A-Za-z0-9.+~]+))?$/.exec(
    text,
  );
  const { epoch, upstream = '', revision } = found?.groups ?? {};
  if (found === null || (epoch === undefined && upstream.includes(':'))) return undefined;
  if (revision === undefined && upstream.includes('-')) return undefined;
  return { epoch: epoch ?? '0', upstream, revision: revision ?? '0' };
}

/** By turns what is no digit, character by character, and what is digits, as a number. */
function comparePart(a: string, b: string): number {
  const [one, other] = [pieces(a), pieces(b)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [ours = '', theirs = ''] = [one[index], other[index]];
    const order = index % 2 === 0 ? compareOthers(ours, theirs) : compareDigits(ours, theirs);
    if (order !== 0) return order;
  }
  return 0;
}

/** `1.0b` is `'', '1', '.', '0', 'b', ''`. */
const pieces = (text: string): string[] =>
  [...text.matchAll(/(\D*)(\d*)/g)].flatMap(([, others = '', digits = '']) => [others, digits]);

function compareOthers(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = weight(a[index]) - weight(b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde comes before everything, even the end; letters come before all others. */
function weight(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  return character.charCodeAt(0) + (/[A-Za-z]/.test(character) ? 0 : 256);
}
