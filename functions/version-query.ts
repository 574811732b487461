import * as z from 'zod';
import { versionStatuses } from './domain/catalogue.ts';
import { Refusal } from './domain/errors.ts';

const querySchema = z.strictObject({
  agentType: z.string().min(1).max(63).optional(),
  status: z.enum(versionStatuses).optional(),
  limit: z.string().optional(),
  cursor: z.string().optional(),
});

/** What a list of versions is asked for. @throws Refusal where it is asked for anything else: a filter with a slip in it would show all */
export function versionQuery(query: Readonly<Record<string, string | undefined>>): z.infer<typeof querySchema> {
  const parsed = querySchema.safeParse(query);
  if (parsed.success) return parsed.data;
  const detail = 'A list of versions takes agentType, status (active or deprecated), limit and cursor.';
  throw new Refusal('malformed', 'QUERY_INVALID', detail);
}
