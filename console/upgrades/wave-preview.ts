import { plannedWaves, rolloutRequestSchema } from '../../functions/domain/rollout-request.ts';

export interface PreviewedWave {
  /** From 1. */
  readonly number: number;
  readonly agents: number;
  /** Of all targets, 0 to 1. */
  readonly share: number;
  /** 0 for the last one, which nobody waits for. */
  readonly bakeSeconds: number;
}

/**
 * The waves that the API would make of the rollout for so many targets, by the domain's own arithmetic; undefined where it would refuse it.
 * @param bakeSeconds of the default plan, where the rollout does not say it: the deployment's own is not known here
 */
export function previewOf(rollout: unknown, targets: number, bakeSeconds: number): PreviewedWave[] | undefined {
  const parsed = rolloutRequestSchema.safeParse(rollout);
  if (!parsed.success) return undefined;
  const waves = plannedWaves(parsed.data, targets, bakeSeconds);
  return waves.map(({ size, bakeSeconds }, index) => ({
    number: index + 1,
    agents: size,
    share: size / targets,
    bakeSeconds: index === waves.length - 1 ? 0 : bakeSeconds,
  }));
}
