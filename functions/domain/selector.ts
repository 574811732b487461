import * as z from 'zod';
import type { Agent } from './agent.ts';
import type { AgentType } from './agent-type.ts';
import { tagOf, tagsSchema } from './tags.ts';
import { compareVersions, versionSchema } from './version.ts';

/** Chooses agents by what the inventory says of them; all of what is given must hold. */
export const selectorSchema = z
  .strictObject({
    /** Tags that an agent must have, with these values. */
    tags: tagsSchema(10).optional(),
    agentType: z.string().min(1).max(63).optional(),
    /** The version that the agent's node reported last: `atLeast` itself is in, `below` itself is not. */
    currentVersion: z
      .strictObject({ atLeast: versionSchema.optional(), below: versionSchema.optional() })
      .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, 'give atLeast, below, or both')
      .optional(),
  })
  .refine(
    ({ tags, agentType, currentVersion }) =>
      Object.keys(tags ?? {}).length > 0 || agentType !== undefined || currentVersion !== undefined,
    'choose by tags, agentType or currentVersion: an empty selector would be the whole fleet',
  );
export type Selector = z.infer<typeof selectorSchema>;

/**
 * Does the selector choose this agent? One whose version is unknown or cannot be ordered is in no range. One whose node vanished is chosen
 * by none, and so is no part of what percents are of; named by its agentUuid it is tried all the same, since Systems Manager is asked again then.
 */
export function selects(selector: Selector, agent: Agent, agentTypes: ReadonlyMap<string, AgentType>): boolean {
  const { tags = {}, agentType, currentVersion } = selector;
  if (agent.vanishedAt !== null) return false;
  if (agentType !== undefined && agent.agentType !== agentType) return false;
  if (Object.entries(tags).some(([tag, value]) => tagOf(agent.tags, tag) !== value)) return false;
  return currentVersion === undefined || isInRange(currentVersion, agent, agentTypes.get(agent.agentType));
}

function isInRange(
  { atLeast, below }: NonNullable<Selector['currentVersion']>,
  { version }: Agent,
  agentType: AgentType | undefined,
): boolean {
  if (version === null || agentType === undefined) return false;
  const isBelow = (limit: string) => {
    const order = compareVersions(agentType.versionScheme, version, limit);
    return order === undefined ? undefined : order < 0;
  };
  return (atLeast === undefined || isBelow(atLeast) === false) && (below === undefined || isBelow(below) === true);
}
