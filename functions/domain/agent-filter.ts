import * as z from 'zod';
import type { Agent } from './agent.ts';
import { tagOf, tagsSchema } from './tags.ts';
import { reportedVersionSchema } from './version.ts';

/** Which agents of the inventory are wanted: all of what is given must hold. */
export const agentFilterSchema = z.strictObject({
  /** Of the node, as Systems Manager said last. One that vanished is neither online nor offline; of one that it was not asked about nothing is known. */
  status: z.enum(['online', 'offline', 'vanished']).optional(),
  /** The version that the node reported last, letter by letter. */
  version: reportedVersionSchema.optional(),
  agentType: z.string().min(1).max(63).optional(),
  tags: tagsSchema(10),
});
export type AgentFilter = z.infer<typeof agentFilterSchema>;

export function isWanted({ status, version, agentType, tags }: AgentFilter, agent: Agent): boolean {
  if (status !== undefined && status !== (agent.vanishedAt === null ? agent.connection : 'vanished')) return false;
  if (version !== undefined && version !== agent.version) return false;
  if (agentType !== undefined && agentType !== agent.agentType) return false;
  return Object.entries(tags).every(([tag, value]) => tagOf(agent.tags, tag) === value);
}
