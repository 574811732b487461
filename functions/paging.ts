import * as z from 'zod';
import { Refusal } from './domain/errors.ts';

/** Agents in the largest page of a list, and in the answer of a job that has too many for one answer. */
export const LARGEST_PAGE = 250;

/** Digits alone: `1e2`, `0x10` and an empty text are numbers only to JavaScript. */
const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(LARGEST_PAGE))
  .default(100);

/** The `limit` of a list: 1 to 250, by default 100. @throws Refusal */
export function pageLimit(query: Readonly<Record<string, string | undefined>>): number {
  const parsed = limitSchema.safeParse(query['limit']);
  if (parsed.success) return parsed.data;
  throw new Refusal('malformed', 'LIMIT_INVALID', `limit is a whole number from 1 to ${LARGEST_PAGE}.`);
}
