import * as z from 'zod';

/* What people write on a job. */

export const noteSchema = z.string().max(1000);

/** The change that the job belongs to, such as `CHG0031337`: one line of up to 100 printable characters, and no characters that hide or turn others. */
export const changeTicketSchema = z
  .string()
  .trim()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u, 'a change ticket: 1 to 100 printable characters on one line');
