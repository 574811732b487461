import * as z from 'zod';
import { Refusal } from './errors.ts';
import { tagNameSchema, tagOf } from './tags.ts';

/** Tags in one fence. Each is at most some 1,500 bytes, and all of them are part of the job, which has 400 KB. */
const MOST_TAGS = 20;

/** Which agents a caller reaches: those that have any one of these tags with its value. */
export const fenceSchema = z
  .array(z.strictObject({ tag: tagNameSchema, value: z.string().max(256) }))
  .min(1)
  .max(MOST_TAGS)
  .readonly();
export type Fence = z.infer<typeof fenceSchema>;

/** Whoever asks for something. */
export interface Caller {
  /** The subject of the caller's token. */
  readonly subject: string;
  /** Null: all agents are within reach. */
  readonly fence: Fence | null;
}

/** `name=value`, both percent-encoded where they have other characters than these: no space, so that a list of them can be told apart. */
const WORD = /^([\w.~:/+@%-]+)=([\w.~:/+@%-]*)$/;

/**
 * The fence that a claim tells, one word or several as API Gateway writes a list: `[site=berlin site=new%20york]`. The same tags in another order are the
 * same fence. Undefined where the claim tells none, also where it is there and has nothing in it.
 */
export function parseFence(claim: string): Fence | undefined {
  const words = claim.replace(/^\[(.*)\]$/, '$1').split(' ');
  const parsed = fenceSchema.safeParse(words.map(parseWord));
  return parsed.success ? parsed.data : undefined;
}

function parseWord(word: string) {
  const [, tag, value] = WORD.exec(word) ?? [];
  if (tag === undefined || value === undefined) return undefined;
  try {
    return { tag: decodeURIComponent(tag), value: decodeURIComponent(value) };
  } catch {
    return undefined; // No UTF-8, or a % with no two digits behind it.
  }
}

/** Is an agent with these tags within reach? */
export const isInside = (fence: Fence | null, tags: Readonly<Record<string, string>>): boolean =>
  fence === null || fence.some(({ tag, value }) => tagOf(tags, tag) === value);

/** Is what was made under the other fence within this one? Simply: without a fence all of it is, and with one only what was made under the same. */
export const isWithin = (other: Fence | null, fence: Fence | null): boolean =>
  fence === null || (other !== null && fenceKey(other) === fenceKey(fence));

/** A fence as one text, the same for the same tags in whatever order, and whatever order a store gives their fields back in. */
export function fenceKey(fence: Fence): string {
  const tags = new Set(fence.map(({ tag, value }) => JSON.stringify([tag, value])));
  return `[${[...tags].toSorted().join(',')}]`;
}

/** @param what it is that reaches outside: it begins the sentence */
export const outsideFence = (what: string): Refusal =>
  new Refusal('forbidden', 'FENCED', `${what} outside the tags that the token is for.`);
