import * as z from 'zod';

/** A number of agents, or a share of them such as `"10%"`. */
export const sizeSchema = z
  .union([z.int().min(0), z.string().regex(/^\d{1,3}(\.\d{1,3})?%$/)], {
    error: 'a whole number, or a percent such as "10%"',
  })
  .refine((size) => (thousandthsOf(size) ?? 0) <= THOUSANDTHS, 'at most 100%');
export type Size = z.infer<typeof sizeSchema>;

/** One that is at least one agent, however few there are: not `0`, `"0%"` or `"0.0%"`. */
export const someSizeSchema = sizeSchema.refine((size) => countOf(size, 1) > 0, 'more than nobody');

/** A percent has three decimals at most: in thousandths it is a whole number, and so are its products. */
export const THOUSANDTHS = 100_000;

/** The percent in thousandths of a percent; undefined where the size is a count. */
export const thousandthsOf = (size: number | string): number | undefined =>
  typeof size === 'string' ? Math.round((Number(size.slice(0, -1)) * THOUSANDTHS) / 100) : undefined;

/** So many of `total`; a percent is rounded up, so that no share of something is nothing, except `0%`. */
export function countOf(size: Size, total: number): number {
  const share = thousandthsOf(size);
  // In whole numbers: 375 times 8.8 is a little more than 3,300 in floating point, and would become 34 of 375.
  return share === undefined ? Number(size) : Math.ceil((total * share) / THOUSANDTHS);
}
