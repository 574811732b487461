import { type Freeze, freezeDetail, isActive } from '../freeze.ts';
import type { Freezes } from '../ports.ts';

/** The freezes in force, each with a sentence for people. */
export async function listFreezes(
  freezes: Freezes,
  now: Date,
): Promise<{ readonly items: readonly (Freeze & { readonly detail: string })[] }> {
  const active = await activeFreezes(freezes, now);
  return { items: active.map((freeze) => ({ ...freeze, detail: freezeDetail(freeze) })) };
}

/** The freezes in force, without those that have ended and are still stored. */
export async function activeFreezes(freezes: Freezes, now: Date): Promise<readonly Freeze[]> {
  return (await freezes.list()).filter((freeze) => isActive(freeze, now));
}
