import { type Batch, isEnd } from './batch.ts';
import { type Cost, costOf, usageOf } from './cost.ts';
import type { Job } from './job.ts';
import { agentReasons, progressReasons } from './reasons.ts';
import { type ReportedWave, waveNumberOf, wavesReported, workOf } from './report-waves.ts';
import { type AgentResult, type Progress, progressOf } from './results.ts';

/*
 * What became of a job, for whoever has to account for it: how it ended, wave by wave and agent by agent, who asked and who approved, and
 * what it cost. At any time; final once the job is done.
 */

export interface Report {
  readonly jobId: string;
  /** Does nothing of this change any more? */
  readonly final: boolean;
  /** When this was found, ISO 8601. */
  readonly reportedAt: string;
  readonly action: Job['action'];
  readonly targetVersion: string;
  readonly simulated: boolean;
  readonly status: Job['status'];
  readonly phase: Job['phase'];
  readonly reason: Job['reason'];
  readonly detail: string | null;
  readonly changeTicket: string | null;
  readonly note: string | null;
  readonly parentJobId: string | null;
  readonly requestedBy: string;
  /** Null where nobody approved it. */
  readonly approved: Job['approved'];
  readonly createdAt: string;
  readonly completedAt: string | null;
  /** From when it was asked for until its end, or until now. */
  readonly durationSeconds: number;
  readonly totals: Totals;
  readonly waves: readonly ReportedWave[];
  /** The most frequent first. */
  readonly reasons: readonly ReportedReason[];
  readonly cost: Cost;
}

/** As the job's progress has them, and beside them the agents whose nodes were terminated. */
type Totals = Omit<Progress, 'percent'> & { readonly excluded: number };

export interface ReportedReason {
  readonly reason: NonNullable<AgentResult['reason']>;
  /** The same for people. */
  readonly sentence: string;
  readonly agents: number;
}

export interface ReportedAgent extends AgentResult {
  /** From 1; null before it is known who is in which. */
  readonly wave: number | null;
}

/** @param results of all agents of the job, in the caller's order */
export function reportOf(job: Job, results: readonly AgentResult[], batches: readonly Batch[], now: Date): Report {
  const { phase, gate, createdAt, completedAt } = job;
  return {
    jobId: job.id,
    final: phase === 'done',
    reportedAt: now.toISOString(),
    action: job.action,
    targetVersion: job.targetVersion,
    simulated: job.simulated,
    status: job.status,
    phase,
    reason: job.reason,
    detail: gate.state === 'open' ? job.detail : gate.detail,
    changeTicket: job.changeTicket,
    note: job.note,
    parentJobId: job.parentJobId,
    requestedBy: job.requestedBy,
    approved: job.approved,
    createdAt,
    completedAt,
    durationSeconds: Math.max(0, Math.round(secondsBetween(createdAt, completedAt ?? now))),
    totals: totalsOf(results),
    waves: wavesReported(job, results, batches),
    reasons: reasonsOf(results),
    cost: costOf(usageOf(workOf(job, batches))),
  };
}

const secondsBetween = (from: string, to: string | Date): number =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;

function totalsOf(results: readonly AgentResult[]): Totals {
  const { percent: _percent, ...counts } = progressOf(results);
  return { ...counts, excluded: results.length - counts.total };
}

function reasonsOf(results: readonly AgentResult[]): ReportedReason[] {
  const counts = new Map<ReportedReason['reason'], number>();
  for (const { reason } of results) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, agents]) => ({ reason, sentence: sentenceOf(reason), agents }))
    .sort((a, b) => b.agents - a.agents || (a.reason < b.reason ? -1 : 1));
}

const sentenceOf = (reason: ReportedReason['reason']): string =>
  isEnd(reason) ? agentReasons[reason].sentence : progressReasons[reason];

/** So many of the job's agents from number `offset` on, each with its wave. */
export function reportedAgents(
  job: Job,
  results: readonly AgentResult[],
  offset: number,
  limit: number,
): ReportedAgent[] {
  return results
    .slice(offset, offset + limit)
    .map((result, index) => ({ ...result, wave: waveNumberOf(job, offset + index) }));
}
