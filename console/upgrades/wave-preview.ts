import { plannedWaves, rolloutRequestSchema } from '../../functions/domain/rollout-request.ts';
import { type Size, sizeSchema, someSizeSchema } from '../../functions/domain/size.ts';

/** A size as it was typed: digits are a count, all else is for the API to judge. */
export const sizeOf = (text: string): Size => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim());

/** Would the API take it? By the rules of the domain itself. */
export const isSize = (text: string, least: 'some' | 'any'): boolean =>
  (least === 'some' ? someSizeSchema : sizeSchema).safeParse(sizeOf(text)).success;

/** Waves as they are typed, such as `1, 10%, 50%`; undefined where one of them is no size. */
export function wavesIn(text: string): Size[] | undefined {
  const sizes = text.split(',').filter((size) => size.trim() !== '');
  return sizes.length > 0 && sizes.every((size) => isSize(size, 'some')) ? sizes.map(sizeOf) : undefined;
}

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
