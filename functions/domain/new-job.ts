import type { Fence } from './fence.ts';
import { type Job, noPass } from './job.ts';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_FAILURE_THRESHOLD,
  plannedWaves,
  type RolloutRequest,
} from './rollout-request.ts';
import { countOf } from './size.ts';

/** What somebody asks of a new job. */
export interface JobSpec {
  readonly source: Job['source'];
  /** Targets that are known already; undefined where the workflow finds them. */
  readonly targetCount: number | undefined;
  /** The fence of whoever asks, or of the job that this one follows from. */
  readonly fence: Fence | null;
  readonly targetVersion: string;
  readonly action: Job['action'];
  readonly parentJobId?: string;
  readonly artifact?: Job['artifact'];
  readonly simulated?: boolean;
  /** The hash of the plan that the job must come to. */
  readonly citedPlan?: string | undefined;
  readonly note?: string | undefined;
  readonly changeTicket?: Job['changeTicket'] | undefined;
  readonly allowDowngrade?: boolean;
  readonly offlineSeconds?: number;
  readonly rollout: RolloutRequest;
}

/** @param bakeSeconds how long a wave of the default plan is watched in this deployment */
export function newJob(id: string, spec: JobSpec, requestedBy: string, bakeSeconds: number, now: Date): Job {
  const { targetCount = 0, rollout: asked } = spec;
  const waves = plannedWaves(asked, targetCount, bakeSeconds);
  return {
    id,
    parentJobId: spec.parentJobId ?? null,
    source: spec.source,
    action: spec.action,
    targetVersion: spec.targetVersion,
    artifact: spec.artifact ?? null,
    simulated: spec.simulated ?? false,
    planHash: null,
    citedPlan: spec.citedPlan ?? null,
    status: 'pending',
    phase: 'planning',
    reason: 'SUBMITTED',
    detail: null,
    createdAt: now.toISOString(),
    completedAt: null,
    requestedBy,
    fence: spec.fence,
    note: spec.note ?? null,
    changeTicket: spec.changeTicket ?? null,
    allowDowngrade: spec.allowDowngrade ?? false,
    offlineSeconds: spec.offlineSeconds ?? 0,
    asked: { rollout: asked, bakeSeconds },
    rollout: rolloutOver(asked, targetCount, bakeSeconds),
    approved: null,
    rollbackAsked: null,
    targetCount,
    plan: {
      expanded: spec.targetCount !== undefined,
      cursor: null,
      chunks: 0,
      batches: 0,
      waveEnds: waves.map(() => 0),
      digest: null,
      waves: null,
    },
    gate: { state: 'open' },
    forgiven: { finished: 0, failed: 0, vanished: 0 },
    bake: null,
    pass: noPass,
    documentVersions: {},
    tallied: true,
    waitToken: null,
    execution: { name: id, restarts: 0 },
    lastEvent: {
      number: 1,
      at: now.toISOString(),
      by: requestedBy,
      phase: 'planning',
      reason: 'SUBMITTED',
      detail: spec.note ?? null,
    },
    revision: 0,
  };
}

function rolloutOver(asked: RolloutRequest, targets: number, bakeSeconds: number): Job['rollout'] {
  const { concurrency = DEFAULT_CONCURRENCY, startAt, window = null, onFailure, alarms = [], approval } = asked;
  const waves = plannedWaves(asked, targets, bakeSeconds);
  return {
    concurrency: Math.max(1, countOf(concurrency, targets)),
    concurrencyPerTag: asked.concurrencyPerTag ?? null,
    startAt: startAt ?? null,
    window,
    waves,
    failureThreshold: asked.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD,
    // A canary is there to be the only one that is hurt.
    canaryThreshold: asked.failureThreshold ?? (asked.waves === undefined ? 0 : DEFAULT_FAILURE_THRESHOLD),
    onFailure,
    alarms,
    // Without a second wave there is nothing that a canary would open.
    approval: approval === 'after-canary' && waves.length > 1 ? approval : approval === false ? null : 'start',
  };
}

/** The job once all its targets are known: now their number decides what was asked for in percent. */
export function expanded(job: Job): Job {
  const rollout = rolloutOver(job.asked.rollout, job.targetCount, job.asked.bakeSeconds);
  const plan = { ...job.plan, expanded: true, cursor: null, waveEnds: rollout.waves.map(() => 0) };
  return { ...job, rollout, plan };
}
