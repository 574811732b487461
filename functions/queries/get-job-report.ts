import * as z from 'zod';
import { paging } from './query.ts';

/** Agents in one page of a report, where the request does not ask for fewer. */
export const MOST_REPORTED = 10_000;

export const getJobReportQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,5}$/, `a whole number from 1 to ${MOST_REPORTED}`)
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_REPORTED))
    .optional(),
  cursor: paging.cursor,
});
