import { type Batch, isDone } from '../batch.ts';
import type { Metrics } from '../metrics.ts';

/**
 * Counts what the write of a batch brought.
 * @param polls how often it was asked about before
 */
export function countSettled(metrics: Metrics, before: Batch, after: Batch, polls: number): void {
  const lost = failedRollbacks(after) - failedRollbacks(before);
  if (lost > 0) metrics.add('RollbacksFailed', lost);
  if (before.settledAt !== null || after.settledAt === null) return;
  metrics.add('BatchesSettled', 1);
  if (polls > 0) metrics.add('BatchesSettledByPolling', 1);
}

const failedRollbacks = ({ agents }: Batch): number =>
  agents.filter((agent) => isDone(agent) && agent.reason === 'ROLLBACK_FAILED').length;
