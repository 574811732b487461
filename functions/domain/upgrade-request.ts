import * as z from 'zod';
import { agentUuidSchema } from './agent.ts';
import { countOf, sizeSchema } from './size.ts';
import { versionSchema } from './version.ts';
import { windowSchema } from './window.ts';

/** A wave as it was asked for: so many targets, in the caller's order. */
export const plannedWaveSchema = z.strictObject({ size: z.int().min(1), bakeSeconds: z.int().min(0) });
type PlannedWave = z.infer<typeof plannedWaveSchema>;

const MOST_WAVES = 100;

/** A bake of up to 30 days. */
const bakeSecondsSchema = z
  .int()
  .min(0)
  .max(30 * 86_400);
const waveSizeSchema = sizeSchema.refine((size) => size !== 0 && size !== '0%', 'a wave has at least one agent');
const requestedWaveSchema = z.strictObject({ size: waveSizeSchema, bakeSeconds: bakeSecondsSchema.default(0) });

/** Most targets that one request may name. */
export const MOST_TARGETS = 10_000;

/** One spelling of the list: a JSON array, or one comma-separated string as in the original API's own example. */
const agentUuids = z
  .union([z.string().transform((text) => text.split(',').map((part) => part.trim())), z.array(z.string())], {
    error: 'a list of agentUuids, or one comma-separated string',
  })
  .pipe(z.array(agentUuidSchema).min(1, 'name at least one agent'))
  .transform((ids) => [...new Set(ids)])
  .refine((ids) => ids.length <= MOST_TARGETS, `at most ${MOST_TARGETS} different agents in one job`);

export const upgradeRequestSchema = z.strictObject({
  agentUuids,
  targetVersion: versionSchema,
  note: z.string().max(1000).optional(),
  allowDowngrade: z.boolean().default(false),
  rollout: z
    .strictObject({
      concurrency: sizeSchema.refine((size) => size !== 0 && size !== '0%', 'at least 1').optional(),
      startAt: z.iso.datetime({ offset: true }).optional(),
      window: windowSchema.optional(),
      waves: z.array(requestedWaveSchema).min(1).max(MOST_WAVES).optional(),
      canary: waveSizeSchema.optional(),
      /** How long a canary is watched. */
      bakeSeconds: bakeSecondsSchema.optional(),
      failureThreshold: sizeSchema.optional(),
      onFailure: z.enum(['halt', 'pause']).default('halt'),
    })
    .refine(({ waves, canary }) => waves === undefined || canary === undefined, 'either waves or a canary, not both')
    .refine(({ canary, bakeSeconds }) => canary !== undefined || bakeSeconds === undefined, {
      path: ['bakeSeconds'],
      error: 'bakeSeconds goes with canary; in waves, each wave has its own',
    })
    .prefault({}),
});
export type UpgradeRequest = z.infer<typeof upgradeRequestSchema>;

/**
 * The waves that a request asks for, over all its targets: each takes what is left by those before it, the last one all of it, and
 * those for which nothing is left are dropped. Without waves or canary there is one.
 */
export function plannedWaves(
  { waves, canary, bakeSeconds = 0 }: UpgradeRequest['rollout'],
  targets: number,
): PlannedWave[] {
  const asked = waves ?? (canary === undefined ? [] : [{ size: canary, bakeSeconds }]);
  const planned: PlannedWave[] = [];
  let left = targets;
  for (const { size, bakeSeconds: bake } of asked) {
    const taken = Math.min(left, countOf(size, targets));
    if (taken > 0) planned.push({ size: taken, bakeSeconds: bake });
    left -= taken;
  }
  return left === 0 ? planned : [...planned, { size: left, bakeSeconds: 0 }];
}
