import type { JobEnded } from '../job-ended.ts';
import { kindOfJob, type Metrics } from '../metrics.ts';
import type { AgentResult } from '../results.ts';

/** Counts a job that has just ended, and what became of its agents. */
export function countJob(metrics: Metrics, ended: JobEnded, results: readonly AgentResult[]): void {
  const kind = kindOfJob(ended);
  metrics.add('JobsEnded', 1, { kind, status: ended.status });
  metrics.add('JobSeconds', ended.durationSeconds, { kind });
  if (ended.simulated) return;
  if (ended.agents.succeeded > 0) metrics.add('AgentsSucceeded', ended.agents.succeeded);
  if (ended.agents.failed > 0) metrics.add('AgentsFailed', ended.agents.failed);
  for (const alike of Map.groupBy(results, ({ status, reason }) => `${status} ${reason}`).values()) {
    const { status, reason } = alike[0] ?? {};
    metrics.add('AgentsEnded', alike.length, { outcome: status ?? 'none', reason: reason ?? 'none' });
  }
}
