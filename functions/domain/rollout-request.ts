import * as z from 'zod';
import { tagLimitSchema } from './lane.ts';
import { watchedSeconds } from './rollout-time.ts';
import { countOf, type Size, sizeSchema, someSizeSchema } from './size.ts';
import { windowSchema } from './window.ts';

/** A wave as it was asked for: so many targets, in the caller's order. */
export const plannedWaveSchema = z.strictObject({ size: z.int().min(1), bakeSeconds: z.int().min(0) });
export type PlannedWave = z.infer<typeof plannedWaveSchema>;

const MOST_WAVES = 100;

/** A bake of up to 30 days. */
const bakeSecondsSchema = z
  .int()
  .min(0)
  .max(30 * 86_400);
const requestedWaveSchema = z.strictObject({ size: someSizeSchema, bakeSeconds: bakeSecondsSchema.default(0) });

/** The workflow's execution ends after a year, of which a job may wait for its start, its window and people, too. */
const LONGEST_WATCHED_SECONDS = 180 * 86_400;

const alarmNameSchema = z.string().min(1).max(255);

/** How a caller may want an upgrade rolled out. What is left out gets a default that is safe for a newcomer. */
export const rolloutRequestSchema = z
  .strictObject({
    concurrency: someSizeSchema.optional(),
    /** On top of `concurrency`: for each value of a tag, such as each site. */
    concurrencyPerTag: tagLimitSchema.optional(),
    /** In UTC from here on; one that no four-digit year holds in UTC is refused. */
    startAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text).toISOString())
      .pipe(z.iso.datetime())
      .optional(),
    window: windowSchema.optional(),
    waves: z.array(requestedWaveSchema).min(1).max(MOST_WAVES).optional(),
    canary: someSizeSchema.optional(),
    /** How long the canary, or each wave of the default plan, is watched. */
    bakeSeconds: bakeSecondsSchema.optional(),
    failureThreshold: sizeSchema.optional(),
    onFailure: z.enum(['halt', 'pause', 'rollback']).default('halt'),
    /** Names of CloudWatch alarms of which none may be in ALARM before a wave begins. */
    alarms: z
      .array(alarmNameSchema)
      .min(1)
      .max(10)
      .transform((names) => [...new Set(names)])
      .optional(),
    /** Somebody else has to approve: before the first wave (true), or once the first wave is through. */
    approval: z.union([z.boolean(), z.literal('after-canary')]).default(false),
  })
  .refine(({ waves, canary }) => waves === undefined || canary === undefined, 'either waves or a canary, not both')
  .refine(({ waves, bakeSeconds }) => waves === undefined || bakeSeconds === undefined, {
    path: ['bakeSeconds'],
    error: 'in waves, each wave has its own bakeSeconds',
  })
  .refine((request) => watchedSeconds(request) <= LONGEST_WATCHED_SECONDS, {
    path: ['bakeSeconds'],
    error: 'all bakes together come to over 180 days; the waves of the default plan are up to 17, each with this bake',
  })
  .prefault({});
export type RolloutRequest = z.infer<typeof rolloutRequestSchema>;

/** Agents in flight at once where the caller names no limit. */
export const DEFAULT_CONCURRENCY = 50;

/** Failed agents that a job bears where the caller names no limit. */
export const DEFAULT_FAILURE_THRESHOLD: Size = '2%';

/** The first wave where the caller names none: 1% of the targets, at most this many. */
const LARGEST_DEFAULT_CANARY = 10;

/**
 * The waves that a request asks for, over all its targets: each takes what is left by those before it, the last one all of it, and
 * those for which nothing is left are dropped. Without waves or canary, a canary of 1%, at most 10, and then twice as many each time.
 * @param bakeSeconds how long each wave of the default plan is watched where the request does not say so
 */
export function plannedWaves(request: RolloutRequest, targets: number, bakeSeconds: number): PlannedWave[] {
  const bake = request.bakeSeconds ?? bakeSeconds;
  const canary = request.canary === undefined ? undefined : [{ size: request.canary, bakeSeconds: bake }];
  const planned: PlannedWave[] = [];
  let left = targets;
  for (const wave of request.waves ?? canary ?? doubling(targets, bake)) {
    const taken = Math.min(left, countOf(wave.size, targets));
    if (taken > 0) planned.push({ size: taken, bakeSeconds: wave.bakeSeconds });
    left -= taken;
  }
  return left === 0 ? planned : [...planned, { size: left, bakeSeconds: 0 }];
}

function doubling(targets: number, bakeSeconds: number): PlannedWave[] {
  const waves: PlannedWave[] = [];
  const canary = Math.min(LARGEST_DEFAULT_CANARY, countOf('1%', targets));
  let left = targets;
  for (let size = canary; left > size; size *= 2) {
    waves.push({ size, bakeSeconds });
    left -= size;
  }
  return waves;
}
