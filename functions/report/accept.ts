import { Refusal } from '../domain/errors.ts';

/** A range of media types, such as `text/*;q=0.5`. */
interface Range {
  readonly type: string;
  /** 0, not at all, to 1. */
  readonly quality: number;
}

/** RFC 9110, section 12.4.2. */
const WEIGHT = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

/**
 * Which of the offered media types a request's Accept wants most: by quality, then by how exactly it is named, then the first one offered.
 * Parameters other than q say nothing here, and a range with a q that is none is passed over.
 * @throws Refusal (not-acceptable) where it wants none of them
 */
export function acceptable<Type extends string>(offered: readonly [Type, ...Type[]], accept = ''): Type {
  if (accept.trim() === '') return offered[0];
  const ranges = accept.split(',').flatMap(rangeOf);
  const [best] = offered
    .map((type) => ({ type, ...wishFor(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.exactness - a.exactness);
  if (best !== undefined) return best.type;
  const detail = `This comes as ${offered.join(', ')}. Name one of them in Accept, or leave Accept out.`;
  throw new Refusal('not-acceptable', 'NOT_ACCEPTABLE', detail);
}

function rangeOf(text: string): Range[] {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '') ?? '1';
  return WEIGHT.test(weight) ? [{ type, quality: Number(weight) }] : [];
}

/** The most exact range that names the type decides, whatever wider ones say. */
function wishFor(type: string, ranges: readonly Range[]): { readonly quality: number; readonly exactness: number } {
  const names = ['*/*', `${type.split('/')[0]}/*`, type];
  const named = new Set(ranges.map((range) => range.type));
  const exactness = names.findLastIndex((name) => named.has(name));
  const qualities = ranges.filter((range) => range.type === names[exactness]).map(({ quality }) => quality);
  return { quality: Math.max(0, ...qualities), exactness };
}
