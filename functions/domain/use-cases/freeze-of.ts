import type { Batch } from '../batch.ts';
import type { Facts } from '../decide.ts';
import { type Freeze, freezeDetail, freezeThatCovers } from '../freeze.ts';
import type { Agents, Freezes } from '../ports.ts';
import { activeFreezes } from './list-freezes.ts';

interface FreezePorts {
  readonly agents: Agents;
  readonly freezes: Freezes;
}

/** Agents looked up at once: 5 calls of BatchGetItem. */
const AGENTS_AT_ONCE = 500;

/** The freeze that covers one of the agents that are still to be sent in these batches; null where none does. */
export async function freezeOf(ports: FreezePorts, batches: readonly Batch[], now: Date): Promise<Facts['freeze']> {
  const freezes = await activeFreezes(ports.freezes, now);
  if (freezes.length === 0) return null;
  const freeze = freezeThatCovers(freezes, {}, now) ?? (await coveringSome(ports.agents, freezes, batches, now));
  if (freeze === undefined) return null;
  return {
    reason: 'FROZEN',
    detail: freezeDetail(freeze),
    until: freeze.until === null ? null : new Date(freeze.until),
  };
}

/** Only where tags decide are the agents looked up, as the inventory has them now. */
async function coveringSome(
  agents: Agents,
  freezes: readonly Freeze[],
  batches: readonly Batch[],
  now: Date,
): Promise<Freeze | undefined> {
  const waiting = batches.flatMap((batch) =>
    batch.agents.filter(({ state }) => state === 'pending').map(({ agentUuid }) => agentUuid),
  );
  for (let first = 0; first < waiting.length; first += AGENTS_AT_ONCE) {
    const found = await agents.getMany(waiting.slice(first, first + AGENTS_AT_ONCE));
    for (const { tags } of found.values()) {
      const freeze = freezeThatCovers(freezes, tags, now);
      if (freeze !== undefined) return freeze;
    }
  }
  return undefined;
}
