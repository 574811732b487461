import * as z from 'zod';
import { type AgentFilter, agentFilterSchema } from '../domain/agent-filter.ts';
import { paging } from './query.ts';

const { status, version, agentType, tags } = agentFilterSchema.shape;

/** `?status=offline&tag=site=berlin&tag=ring=1` */
export const listAgentsQuery = z.strictObject({
  status,
  version,
  agentType,
  tag: z
    .union([z.string().transform((tag) => [tag]), z.array(z.string())])
    .transform(tagsOf)
    .pipe(tags)
    .optional(),
  ...paging,
});

/** A name ends at the first `=`. */
function tagsOf(given: readonly string[], context: z.RefinementCtx): unknown {
  const pairs = given.map((tag) => {
    const end = tag.indexOf('=');
    if (end === -1) context.addIssue(`tag=${tag} is no tag: write tag=name=value`);
    return [tag.slice(0, end), tag.slice(end + 1)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    context.addIssue('two values of one tag: no agent has both');
  return Object.fromEntries(pairs.toSorted());
}

/** The filter in the query of a list of agents; undefined where there is none. */
export function agentFilter({
  status,
  version,
  agentType,
  tag,
}: Omit<z.output<typeof listAgentsQuery>, keyof typeof paging>): AgentFilter | undefined {
  const isGiven = [status, version, agentType, tag].some((value) => value !== undefined);
  return isGiven ? { status, version, agentType, tags: tag ?? {} } : undefined;
}
