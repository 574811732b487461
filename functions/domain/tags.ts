import * as z from 'zod';

/**
 * No agent has a tag of such a name. `__proto__` is no property of its own in JavaScript's objects, and the DynamoDB client refuses an object
 * that has a `constructor` (@aws-sdk/util-dynamodb 3, convertToAttr.ts: "Unsupported type passed").
 */
const UNSTORABLE: readonly string[] = ['__proto__', 'constructor'];
const UNSTORABLE_DETAIL = 'a tag of this name cannot be stored';

export const tagNameSchema = z
  .string()
  .min(1)
  .max(128)
  .refine((name) => !UNSTORABLE.includes(name), UNSTORABLE_DETAIL);

/** Names and values of at most `most` tags. Names that cannot be stored are refused before zod looks, since it leaves `__proto__` out silently. */
export const tagsSchema = (most: number) =>
  z
    .unknown()
    .superRefine((given, context) => {
      for (const name of UNSTORABLE)
        if (typeof given === 'object' && given !== null && Object.hasOwn(given, name))
          context.addIssue({ code: 'custom', path: [name], message: UNSTORABLE_DETAIL });
    })
    .pipe(
      z
        .record(tagNameSchema, z.string().max(256))
        .refine((tags) => Object.keys(tags).length <= most, `at most ${most} tags`),
    );

/** The value of a tag; undefined where there is none. Asked for by name alone, `toString` would be a tag of every agent. */
export const tagOf = (tags: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(tags, name) ? tags[name] : undefined;

/** The tags that can be stored of those that somebody else keeps. */
export const storableTags = (tags: Iterable<readonly [name: string, value: string]>): Record<string, string> =>
  Object.fromEntries([...tags].filter(([name]) => tagNameSchema.safeParse(name).success));
