import * as z from 'zod';

/** A weekend. Who waits longer retries the job. */
const LONGEST_WAIT_HOURS = 48;

/** What becomes of an agent whose node is offline: it fails at once, or it is waited for. `wait` alone waits as long as is possible. */
export const offlinePolicySchema = z.union(
  [z.enum(['fail', 'wait']), z.strictObject({ waitHours: z.int().min(1).max(LONGEST_WAIT_HOURS) })],
  { error: `"fail", "wait", or {"waitHours": 1 to ${LONGEST_WAIT_HOURS}}` },
);
export type OfflinePolicy = z.infer<typeof offlinePolicySchema>;

/** How long an offline agent is waited for, in seconds; 0 fails it at once. */
export function offlineSecondsOf(policy: OfflinePolicy): number {
  if (policy === 'fail') return 0;
  return (policy === 'wait' ? LONGEST_WAIT_HOURS : policy.waitHours) * 3600;
}
