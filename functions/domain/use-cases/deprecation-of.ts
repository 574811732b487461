import type { Batch } from '../batch.ts';
import { deprecationDetail } from '../catalogue.ts';
import type { Obstacle } from '../decide.ts';
import type { Job } from '../job.ts';
import type { Catalogue } from '../ports.ts';

/**
 * Why the job may not bring agents to its version: it is deprecated for the type of one that is still to be sent. Null where it is not. A
 * rollback goes back to where its agents came from, deprecated or not.
 */
export async function deprecationOf(
  catalogue: Pick<Catalogue, 'get'>,
  { action, targetVersion }: Pick<Job, 'action' | 'targetVersion'>,
  batches: readonly Batch[],
): Promise<Obstacle | null> {
  if (action === 'rollback') return null;
  const waiting = batches.filter(({ agents }) => agents.some(({ state }) => state === 'pending'));
  for (const agentType of new Set(waiting.map((batch) => batch.agentType))) {
    const published = await catalogue.get(agentType, targetVersion);
    if (published?.deprecation)
      return { reason: 'VERSION_DEPRECATED', detail: deprecationDetail(published, published.deprecation) };
  }
  return null;
}
