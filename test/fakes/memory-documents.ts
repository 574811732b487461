import type { Documents } from '../../functions/domain/ports.ts';
import type { RecipeName } from '../../functions/domain/recipes/recipes.ts';

/** Documents of ours at version 1 until the test updates one, and AWS's own. */
export class MemoryDocuments implements Documents {
  readonly #versions = new Map<RecipeName, number>();

  update(recipe: RecipeName): void {
    this.#versions.set(recipe, (this.#versions.get(recipe) ?? 1) + 1);
  }

  async currentVersion(recipe: RecipeName): Promise<string | undefined> {
    if (recipe === 'ssm-agent' || recipe === 'distributor') return undefined;
    return String(this.#versions.get(recipe) ?? 1);
  }
}
