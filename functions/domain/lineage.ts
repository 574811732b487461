import { createHash } from 'node:crypto';
import type { Job } from './job.ts';
import type { AgentReasonCode } from './reasons.ts';
import type { AgentResult } from './results.ts';

/*
 * Jobs that follow from another one, their parent: a retry takes up the agents that failed, a rollback takes back those that were changed.
 */

/** Crockford's base 32, of which a ULID is made. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID's first 10 digits are its time, the other 16 are random. */
const TIME_DIGITS = 10;

/**
 * The id of the job that takes this one back. There is one for each job, known from the start, so that whoever asks for the rollback, and
 * however often, makes the same job. Sorts beside its parent.
 */
export function rollbackIdOf(jobId: string): string {
  const prefix = jobId.slice(0, 'upgrade-job-'.length + TIME_DIGITS);
  const hash = createHash('sha256').update(`${jobId}/rollback`).digest();
  return prefix + [...hash.subarray(0, 16)].map((byte) => DIGITS[byte % DIGITS.length]).join('');
}

/** Does this job take up an agent that its parent left with this result? */
export function takesUp({ source }: Pick<Job, 'source'>, result: AgentResult): boolean {
  switch (source.kind) {
    case 'retry':
      return result.status === 'failed' && isAmong(source.reasons, result.reason);
    case 'rollback':
      return wasChanged(result);
    case 'agents':
    case 'selector':
      return false;
  }
}

const isAmong = (reasons: readonly AgentReasonCode[] | null, reason: AgentResult['reason']): boolean =>
  reasons === null || reasons.some((wanted) => wanted === reason);

/** Of an agent that ends like this and reports no version nobody knows what it runs. */
const mayBeChanged: ReadonlySet<AgentResult['reason']> = new Set([
  'NODE_UNREACHABLE',
  'ROLLBACK_FAILED',
  'AGENT_UNHEALTHY',
  'INTERRUPTED',
]);

/** Did the job change this agent, or may it have? Nobody knows of a node that could not be asked; on one that is gone nothing is left to take back. */
export function wasChanged({ oldVersion, newVersion, reason, status }: AgentResult): boolean {
  if (status === 'excluded') return false;
  if (reason === 'NODE_UNREACHABLE') return true;
  return newVersion === null ? mayBeChanged.has(reason) : newVersion !== oldVersion;
}

/** The version that most of these are, the first of them where several are as many; undefined where none is known. */
export function mostFrequent(versions: readonly (string | null)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const version of versions) if (version !== null) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** The agents of a job, as far as it has come; undefined where they are too many to look at. */
export type Results = readonly AgentResult[] | undefined;

/** Is there something to take up again, or did the job end before it knew? A simulated job did nothing that could be done again. */
export function mayBeRetried({ phase, simulated, plan }: Job, results: Results): boolean {
  if (phase !== 'done' || simulated) return false;
  return !plan.expanded || (results?.some(({ status }) => status === 'failed') ?? true);
}

/**
 * Is there something to take back, or may there be by the end of the job? A rollback itself is not taken back: the versions that it
 * took away are reached by an upgrade.
 */
export function mayBeRolledBack({ phase, simulated, action, rollbackAsked }: Job, results: Results): boolean {
  if (simulated || action === 'rollback' || rollbackAsked !== null) return false;
  return phase !== 'done' || (results?.some(wasChanged) ?? true);
}
