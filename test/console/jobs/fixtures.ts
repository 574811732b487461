import type { Schemas } from '../../../bin/client/client.ts';

/** An agent of a job that ended well, with changes. */
export const jobAgent = (change: Partial<Schemas['JobAgent']> = {}): Schemas['JobAgent'] => ({
  agentUuid: 'item1',
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  status: 'success',
  error: null,
  state: 'done',
  reason: 'UPGRADED',
  ...change,
});

/** Of a job of ten agents in the middle of its second wave. */
export const progress = (change: Partial<Schemas['Progress']> = {}): Schemas['Progress'] => ({
  total: 10,
  succeeded: 3,
  failed: 0,
  skipped: 0,
  running: 2,
  pending: 5,
  percent: 30,
  etaSeconds: 60,
  ...change,
});

/** One agent, watched for 10 minutes, then nine. */
export const waves: readonly Schemas['Wave'][] = [
  { number: 1, agents: 1, bakeSeconds: 600, failureThreshold: 0 },
  { number: 2, agents: 9, bakeSeconds: 0, failureThreshold: '10%' },
];

/** What the report says of the first one when its bake has begun. */
export const reportedWave = (change: Partial<Schemas['ReportedWave']> = {}): Schemas['ReportedWave'] => ({
  number: 1,
  agents: 1,
  succeeded: 1,
  failed: 0,
  excluded: 0,
  bakeSeconds: 600,
  begunAt: '2026-03-01T09:30:00.000Z',
  endedAt: '2026-03-01T09:31:00.000Z',
  ...change,
});

export const jobEvent = (change: Partial<Schemas['JobEvent']> = {}): Schemas['JobEvent'] => ({
  number: 1,
  at: '2026-03-01T09:30:00.000Z',
  by: null,
  phase: 'running',
  reason: 'WAVE_RUNNING',
  detail: null,
  ...change,
});
