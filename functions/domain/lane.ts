import * as z from 'zod';
import type { Agent } from './agent.ts';
import { tagNameSchema, tagOf } from './tags.ts';

/*
 * A lane holds the agents of a job that have the same value of the tag that it limits, such as one site. Of a lane never more than `max`
 * agents are in flight at once.
 */

/** At most `max` agents with the same value of `tag` at once; agents without the tag are not limited. */
export const tagLimitSchema = z.strictObject({ tag: tagNameSchema, max: z.int().min(1) });
export type TagLimit = z.infer<typeof tagLimitSchema>;

/** The lane that the agent is in: its value of the tag. Null where nothing limits it. */
export function laneOf({ tags }: Pick<Agent, 'tags'>, limit: TagLimit | null): string | null {
  return limit === null ? null : (tagOf(tags, limit.tag) ?? null);
}

/** Agents that may share a batch of this lane: never more than the lane may have in flight. */
export const sizeInLane = (batchSize: number, lane: string | null, limit: TagLimit | null): number =>
  lane === null || limit === null ? batchSize : Math.min(batchSize, limit.max);
