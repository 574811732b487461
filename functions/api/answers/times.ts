import * as z from 'zod';

/** A time in an answer: ISO 8601 in UTC. */
export const time = (description: string) =>
  z.iso.datetime().meta({ description: `${description} ISO 8601, UTC.`, example: '2026-03-01T09:30:00.000Z' });

/** The same where there may be none. */
export const timeOrNull = (description: string) =>
  time(description)
    .nullable()
    .meta({ description: `${description} ISO 8601, UTC.` });

/** Where a list goes on. */
export const nextCursor = z.string().nullable().meta({
  description: 'Where the list goes on: ask again with it as `cursor`. Null at the end.',
  example: null,
});

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item).meta({ description: 'The page.' }), nextCursor });
