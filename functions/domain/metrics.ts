import type { Job } from './job.ts';

/*
 * What is counted for whoever watches the service. Dimensions have few values: each combination is a metric that is paid for. So no
 * metric names a job or an agent; the audit trail and the logs do.
 */

/** Where CloudWatch has them. */
export const METRIC_NAMESPACE = 'FleetUpgrade';

/** The dimension `service`, which all of them have. */
export const metricService = (environment: string): string => `fleet-upgrade-${environment}`;

/** Every metric, what it counts, and what it is told apart by. */
export const metricCatalogue = {
  /** Jobs whose plan is complete. */
  JobsStarted: { unit: 'Count', dimensions: ['kind'] },
  JobsEnded: { unit: 'Count', dimensions: ['kind', 'status'] },
  /** From the request for a job to its end. */
  JobSeconds: { unit: 'Seconds', dimensions: ['kind'] },
  /** Agents of jobs that ended and were not simulated. */
  AgentsEnded: { unit: 'Count', dimensions: ['outcome', 'reason'] },
  /** The same as two sums, since an alarm cannot add up what has dimensions that nobody knows beforehand. */
  AgentsSucceeded: { unit: 'Count', dimensions: [] },
  AgentsFailed: { unit: 'Count', dimensions: [] },
  /** Agents whose upgrade failed and whose switch back failed, too; told when their batch learns of it, and not at the job's end. */
  RollbacksFailed: { unit: 'Count', dimensions: [] },
  BatchesSettled: { unit: 'Count', dimensions: [] },
  /** Those among them that were not over when they were first looked at: no event told of their end, or it took a probe. */
  BatchesSettledByPolling: { unit: 'Count', dimensions: [] },
  /** Events of commands' ends that woke a batch. */
  BatchesWoken: { unit: 'Count', dimensions: [] },
  /** Holds that another job took over since they had expired: whoever had them did not give them back. */
  HoldsExpired: { unit: 'Count', dimensions: [] },
  /** Jobs without a running execution, which the reconciler took up. */
  JobsTakenUp: { unit: 'Count', dimensions: [] },
  /** At each round of the reconciler. */
  OpenJobs: { unit: 'Count', dimensions: [] },
  StuckJobs: { unit: 'Count', dimensions: [] },
  /** Calls of Systems Manager that it throttled, each attempt by itself. */
  CommandsThrottled: { unit: 'Count', dimensions: [] },
} as const satisfies Record<string, { readonly unit: 'Count' | 'Seconds'; readonly dimensions: readonly string[] }>;

export type MetricName = keyof typeof metricCatalogue;

type DimensionsOf<Name extends MetricName> = Readonly<
  Record<(typeof metricCatalogue)[Name]['dimensions'][number], string>
>;

/**
 * Takes note of what happened. Never throws and waits for nothing. Whoever calls it does so behind the conditional write that made it
 * happen, so that of two that do the same work one counts; a function that dies in between counts nothing.
 */
export interface Metrics {
  /** @param value of the metric's unit */
  add<Name extends MetricName>(
    name: Name,
    value: number,
    ...dimensions: keyof DimensionsOf<Name> extends never ? [] : [DimensionsOf<Name>]
  ): void;
}

/** Which jobs are counted together. */
export const kindOfJob = ({ simulated, action }: Pick<Job, 'simulated' | 'action'>): string =>
  simulated ? 'simulation' : action;
