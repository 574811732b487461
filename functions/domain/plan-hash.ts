import { createHash } from 'node:crypto';
import { fenceKey } from './fence.ts';
import type { Job } from './job.ts';
import type { TargetDecision } from './rollout.ts';

/** A plan's name: SHA-256 in lower-case hexadecimal digits. */
export const PLAN_HASH = /^[0-9a-f]{64}$/;

/** The planned targets of one chunk, in order. */
export interface PlannedChunk {
  readonly targets: readonly string[];
  readonly decisions: readonly TargetDecision[];
}

/** What a plan follows from beside its targets: with another of these, the same agents are another plan. */
type Basis = Pick<
  Job,
  'action' | 'targetVersion' | 'artifact' | 'rollout' | 'allowDowngrade' | 'offlineSeconds' | 'fence'
>;

/**
 * The hash of a plan so far, with one more chunk. Chained, so that planning in many calls needs no second look at what is planned.
 * @param before the hash up to this chunk; null where it is the first
 */
export function chainPlan(before: string | null, basis: Basis, { targets, decisions }: PlannedChunk): string {
  const rows = targets.map((agentUuid, index) => [agentUuid, ...row(decisions[index])]);
  return sha256([before ?? hashOfBasis(basis), rows]);
}

/** The hash of a plan whose last chunk came to `digest`; null where it has no targets at all. */
export const planHashOf = (basis: Basis, digest: string | null): string => digest ?? hashOfBasis(basis);

function hashOfBasis({
  action,
  targetVersion,
  artifact,
  rollout,
  allowDowngrade,
  offlineSeconds,
  fence,
}: Basis): string {
  const { concurrency, concurrencyPerTag: perTag } = rollout;
  const waves = rollout.waves.map(({ size, bakeSeconds }) => [size, bakeSeconds]);
  const file = artifact && [artifact.url, artifact.sha256, artifact.signature];
  const limits = [concurrency, perTag && [perTag.tag, perTag.max], rollout.failureThreshold, rollout.canaryThreshold];
  const gates = [rollout.onFailure, rollout.approval, rollout.alarms, rollout.startAt, windowOf(rollout)];
  const fenced = fence === null ? [] : [fenceKey(fence)];
  return sha256([action, targetVersion, file, allowDowngrade, offlineSeconds, waves, limits, gates, ...fenced]);
}

const windowOf = ({ window }: Job['rollout']) =>
  window && [window.days, window.start, window.durationMinutes, window.timeZone];

/** Lists and no objects: the hash must not depend on the order in which a store gives fields back. */
function row(decision: TargetDecision | undefined): readonly (string | number | null)[] {
  if (decision === undefined) return [];
  const { kind, oldVersion } = decision;
  if (decision.kind === 'done') return [kind, decision.reason, oldVersion];
  const { batch, agentType, node, version, lane, network } = decision;
  return [kind, batch, agentType, node, version, oldVersion, lane, network];
}

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
