import type { Batch } from '../batch.ts';
import { DocumentsUnreadable } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Documents } from '../ports.ts';
import type { RecipeName } from '../recipes/recipes.ts';

/**
 * The job with the version that now counts of each document that these batches need, where it has none yet.
 * @throws DocumentsUnreadable
 */
export async function pinDocuments(documents: Documents, job: Job, batches: readonly Batch[]): Promise<Job> {
  const recipes = new Set(batches.map(({ recipe }) => recipe));
  const missing = [...recipes].filter((recipe) => job.documentVersions[recipe] === undefined);
  const found = await Promise.all(
    missing.map(async (recipe) => [recipe, await currentVersion(documents, recipe)] as const),
  );
  const pinned = found.filter(([, version]) => version !== undefined);
  if (pinned.length === 0) return job;
  return { ...job, documentVersions: { ...job.documentVersions, ...Object.fromEntries(pinned) } };
}

async function currentVersion(documents: Documents, recipe: RecipeName): Promise<string | undefined> {
  try {
    return await documents.currentVersion(recipe);
  } catch (cause) {
    throw new DocumentsUnreadable(`Which version of the document of ${recipe} counts is not known.`, { cause });
  }
}
