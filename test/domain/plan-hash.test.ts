import { describe, expect, test } from '@jest/globals';
import { chainPlan, PLAN_HASH, type PlannedChunk, planHashOf } from '../../functions/domain/plan-hash.ts';
import type { TargetDecision } from '../../functions/domain/rollout.ts';
import { artifact, job, signature } from '../fixtures.ts';

const sent: Extract<TargetDecision, { kind: 'batch' }> = {
  kind: 'batch',
  batch: 0,
  agentType: 'demo-agent',
  node: 'n1',
  version: '1.5.0',
  oldVersion: '1.4.2',
  lane: null,
  network: null,
};
const notSent: Extract<TargetDecision, { kind: 'done' }> = {
  kind: 'done',
  reason: 'AGENT_NOT_FOUND',
  oldVersion: null,
};
const chunk = (first: TargetDecision = sent, second: TargetDecision = notSent): PlannedChunk => ({
  targets: ['item1', 'nobody'],
  decisions: [first, second],
});
const nightly = { days: ['sun'], start: '02:00', durationMinutes: 60, timeZone: 'UTC' };
const good = chainPlan(null, job(), chunk());
const rollout = (change: object) => job({ rollout: { ...job().rollout, ...change } });

describe('the hash of a plan', () => {
  test('is a SHA-256 in hexadecimal digits, and the same for the same plan', () => {
    expect(good).toMatch(PLAN_HASH);
    expect(chainPlan(null, job({ id: `${job().id.slice(0, -1)}0`, note: 'another' }), chunk())).toBe(good);
  });

  test('does not depend on the order in which a store gives fields back', () => {
    const { kind, ...rest } = sent;
    expect(chainPlan(null, job(), chunk({ ...rest, kind }))).toBe(good);
  });

  test.each<[string, string]>([
    ['target', chainPlan(null, job(), { ...chunk(), targets: ['item2', 'nobody'] })],
    ['order', chainPlan(null, job(), { targets: ['nobody', 'item1'], decisions: [notSent, sent] })],
    ['kind of decision', chainPlan(null, job(), chunk({ ...notSent, oldVersion: '1.4.2' }))],
    ['batch', chainPlan(null, job(), chunk({ ...sent, batch: 1 }))],
    ['agent type', chainPlan(null, job(), chunk({ ...sent, agentType: 'other-agent' }))],
    ['node', chainPlan(null, job(), chunk({ ...sent, node: 'n2' }))],
    ['version', chainPlan(null, job(), chunk({ ...sent, version: '1.6.0' }))],
    ['old version', chainPlan(null, job(), chunk({ ...sent, oldVersion: '1.4.1' }))],
    ['lane', chainPlan(null, job(), chunk({ ...sent, lane: 'berlin' }))],
    ['network', chainPlan(null, job(), chunk({ ...sent, network: 'floor' }))],
    ['limit of a tag', chainPlan(null, rollout({ concurrencyPerTag: { tag: 'site', max: 2 } }), chunk())],
    ['reason', chainPlan(null, job(), chunk(sent, { ...notSent, reason: 'VERSION_NOT_FOUND' }))],
    ['old version of one that is not sent', chainPlan(null, job(), chunk(sent, { ...notSent, oldVersion: '1.4.2' }))],
    ['action', chainPlan(null, job({ action: 'reinstall' }), chunk())],
    ['target version of the job', chainPlan(null, job({ targetVersion: '1.6.0' }), chunk())],
    ['artifact', chainPlan(null, job({ artifact }), chunk())],
    ['concurrency', chainPlan(null, rollout({ concurrency: 7 }), chunk())],
    ['waves', chainPlan(null, rollout({ waves: [{ size: 1, bakeSeconds: 0 }] }), chunk())],
    ['bake', chainPlan(null, rollout({ waves: [{ size: 2, bakeSeconds: 1 }] }), chunk())],
    ['failure threshold', chainPlan(null, rollout({ failureThreshold: 1 }), chunk())],
    ['threshold of the canary', chainPlan(null, rollout({ canaryThreshold: 1 }), chunk())],
    ['approval', chainPlan(null, rollout({ approval: 'start' }), chunk())],
    ['set of alarms', chainPlan(null, rollout({ alarms: ['errors'] }), chunk())],
    ['way to fail', chainPlan(null, rollout({ onFailure: 'rollback' }), chunk())],
    ['start', chainPlan(null, rollout({ startAt: '2026-01-16T08:00:00.000Z' }), chunk())],
    ['window', chainPlan(null, rollout({ window: nightly }), chunk())],
    ['rule for downgrades', chainPlan(null, job({ allowDowngrade: true }), chunk())],
    ['patience with offline nodes', chainPlan(null, job({ offlineSeconds: 3600 }), chunk())],
    ['chunk before', chainPlan(good, job(), chunk())],
  ])('changes with another %s', (_what, other) => {
    expect(other).not.toBe(good);
  });

  test('changes with another signature of its artifact', () => {
    const of = (change: object) => planHashOf(job({ artifact: { ...artifact, ...change } }), null);
    expect(of({ signature })).not.toBe(of({}));
  });

  test('of no targets at all follows from the job', () => {
    expect(planHashOf(job(), null)).toMatch(PLAN_HASH);
    expect(planHashOf(job(), null)).not.toBe(planHashOf(rollout({ concurrency: 7 }), null));
    expect(planHashOf(job(), good)).toBe(good);
  });
});
