import { type Freeze, scopeKey } from '../../functions/domain/freeze.ts';
import type { Freezes } from '../../functions/domain/ports.ts';

export class MemoryFreezes implements Freezes {
  readonly #freezes = new Map<string, Freeze>();

  async list(): Promise<readonly Freeze[]> {
    return [...this.#freezes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, freeze]) => freeze);
  }

  async put(freeze: Freeze): Promise<void> {
    this.#freezes.set(scopeKey(freeze.scope), freeze);
  }

  async remove(key: string): Promise<boolean> {
    return this.#freezes.delete(key);
  }
}
