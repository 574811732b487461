import type { Walks } from '../../functions/domain/discovery-ports.ts';
import { ConcurrentWrite } from '../../functions/domain/errors.ts';
import type { Walk } from '../../functions/domain/walk.ts';

export class MemoryWalks implements Walks {
  #walk: Walk | undefined;
  readonly #seen = new Map<string, readonly string[]>();
  /** How often something was written. */
  writes = 0;

  async last(): Promise<Walk | undefined> {
    return this.#walk;
  }

  async save(walk: Walk): Promise<Walk> {
    if ((this.#walk?.revision ?? 0) !== walk.revision) throw new ConcurrentWrite('Another call goes on with the walk.');
    this.writes += 1;
    this.#walk = { ...walk, revision: walk.revision + 1 };
    return this.#walk;
  }

  async keepSeen({ startedAt }: Walk, chunk: number, nodeIds: readonly string[]): Promise<void> {
    this.writes += 1;
    this.#seen.set(`${startedAt}#${chunk}`, nodeIds);
  }

  async seen({ startedAt, chunks }: Walk): Promise<ReadonlySet<string>> {
    return new Set(Array.from({ length: chunks }, (_, chunk) => this.#seen.get(`${startedAt}#${chunk}`) ?? []).flat());
  }
}
