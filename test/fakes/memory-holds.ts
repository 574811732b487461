import type { Acquisition, Hold, Holds } from '../../functions/domain/ports.ts';

export class MemoryHolds implements Holds {
  readonly #holds = new Map<string, Hold>();

  async acquire(hold: Hold, now: Date, takeOverFrom?: string): Promise<Acquisition> {
    const holder = this.#holds.get(keyOf(hold));
    const isOurs = holder?.jobId === hold.jobId || holder?.jobId === takeOverFrom;
    if (holder !== undefined && !isOurs && holder.until > now) return { heldBy: holder.jobId };
    this.#holds.set(keyOf(hold), hold);
    return holder === undefined || isOurs ? undefined : { expiredOf: holder.jobId };
  }

  async holder(node: string, agentType: string, now: Date): Promise<string | undefined> {
    const hold = this.#holds.get(keyOf({ node, agentType }));
    return hold !== undefined && hold.until > now ? hold.jobId : undefined;
  }

  async release(hold: Pick<Hold, 'node' | 'agentType' | 'jobId'>): Promise<void> {
    if (this.#holds.get(keyOf(hold))?.jobId === hold.jobId) this.#holds.delete(keyOf(hold));
  }

  /** Those that are not given back. */
  all(): readonly Hold[] {
    return [...this.#holds.values()];
  }
}

const keyOf = ({ node, agentType }: Pick<Hold, 'node' | 'agentType'>): string => `${node}/${agentType}`;
