import * as z from 'zod';

/** A number of agents, or a share of them such as `"10%"`. */
export const sizeSchema = z.union([z.int().min(0), z.string().regex(/^(100|\d{1,2})(\.\d{1,3})?%$/)], {
  error: 'a whole number, or a percent such as "10%"',
});
export type Size = z.infer<typeof sizeSchema>;

/** The percent as a number; undefined where the size is a count. */
export const percentOf = (size: Size): number | undefined =>
  typeof size === 'string' ? Number(size.slice(0, -1)) : undefined;

/** So many of `total`; a percent is rounded up, so that no share of something is nothing, except `0%`. */
export function countOf(size: Size, total: number): number {
  const percent = percentOf(size);
  // Multiplied first: 7% of 100 is 7, where 0.07 times 100 is a little more and would become 8.
  return percent === undefined ? Number(size) : Math.ceil((total * percent) / 100);
}
