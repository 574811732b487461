import { Refusal } from './errors.ts';

/**
 * Refuses what would touch agents in a deployment that only simulates. Nothing is turned into a simulation: whoever asked for more is told.
 * @throws Refusal (unacceptable)
 */
export function refuseWhereOnlySimulated(dryRunOnly: boolean, simulated: boolean): void {
  if (!dryRunOnly || simulated) return;
  const detail = 'This deployment only simulates: nothing was done. An upgrade with "simulated": true is taken.';
  throw new Refusal('unacceptable', 'DRY_RUN_ONLY', detail);
}
