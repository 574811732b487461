import * as z from 'zod';
import { Refusal } from '../domain/errors.ts';

/** Agents in one page of a report, where the request does not ask for fewer. */
const MOST_AGENTS = 10_000;

const querySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_AGENTS))
    .optional(),
  cursor: z.string().optional(),
});

/** How a request for a report wants its agents. @throws Refusal where it asks for anything else */
export function reportQuery(query: Readonly<Record<string, string | undefined>>) {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const detail = `A report takes limit, a whole number from 1 to ${MOST_AGENTS}, and cursor.`;
    throw new Refusal('malformed', 'QUERY_INVALID', detail);
  }
  const { limit, cursor } = parsed.data;
  return { asked: limit, limit: limit ?? MOST_AGENTS, cursor };
}

/** The link to the next page (RFC 8288), from where this one is: whatever address a domain puts in front, it stays. */
export function nextLink(cursor: string, limit: number | undefined): string {
  const query = new URLSearchParams({ cursor, ...(limit !== undefined && { limit: String(limit) }) });
  return `<?${query}>; rel="next"`;
}
