import * as z from 'zod';

export interface Run {
  readonly agents: number;
  /** How many of them change in each frame. */
  readonly changing: number;
  readonly seconds: number;
  readonly isDark: boolean;
}

export const measuredSchema = z.strictObject({
  frames: z.int(),
  seconds: z.number(),
  /** Milliseconds that 99 of 100 frames took at most. */
  p99: z.number(),
});
export type Measured = z.infer<typeof measuredSchema>;
