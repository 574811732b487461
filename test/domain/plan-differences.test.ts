import { describe, expect, test } from '@jest/globals';
import { differenceInWords, type Plan, planDifferences } from '../../functions/domain/plan-differences.ts';
import type { TargetDecision } from '../../functions/domain/rollout.ts';
import { job } from '../fixtures.ts';

type Sent = Extract<TargetDecision, { kind: 'batch' }>;
const sent = (index: number, change: Partial<Sent> = {}): Sent => ({
  kind: 'batch',
  batch: index,
  agentType: 'demo-agent',
  node: `n${index}`,
  version: '1.5.0',
  oldVersion: '1.4.2',
  lane: null,
  network: null,
  ...change,
});
const notSent: TargetDecision = { kind: 'done', reason: 'DOWNGRADE_NOT_ALLOWED', oldVersion: '1.6.0' };

const plan = (decisions: readonly TargetDecision[], of = job(), names = decisions.map((_, index) => `item${index}`)) =>
  ({ job: of, chunks: [{ targets: names, decisions }] }) satisfies Plan;
const all = [sent(0), sent(1), sent(2)];
const good = plan(all);
const rollout = (change: object) => job({ rollout: { ...job().rollout, ...change } });
const between = (other: Plan, most = 20) => planDifferences(good, other, most);

describe('how a plan differs from the simulated one', () => {
  test.each<[string, Plan, object]>([
    [
      'an agent runs another version than then',
      plan([sent(0), sent(1, { oldVersion: '1.4.1' }), sent(2)]),
      {
        what: 'agent',
        agentUuid: 'item1',
        simulated: 'sent from 1.4.2 to 1.5.0, demo-agent on n1',
        now: 'sent from 1.4.1 to 1.5.0, demo-agent on n1',
      },
    ],
    [
      'an agent that drops out moves the others, and is alone named',
      plan([notSent, sent(1, { batch: 0 }), sent(2, { batch: 1 })]),
      { agentUuid: 'item0', now: 'not sent for DOWNGRADE_NOT_ALLOWED, at 1.6.0' },
    ],
    [
      'an agent is no longer there',
      plan([sent(0), sent(1)]),
      { agentUuid: 'item2', simulated: 'sent from 1.4.2 to 1.5.0, demo-agent on n2', now: 'not in the plan' },
    ],
    [
      'an agent is new',
      plan([sent(0), sent(1), sent(2), sent(3, { oldVersion: null })]),
      {
        agentUuid: 'item3',
        simulated: 'not in the plan',
        now: 'sent from an unknown version to 1.5.0, demo-agent on n3',
      },
    ],
    [
      'an agent only moved',
      plan([sent(0), sent(1), sent(2, { batch: 1 })]),
      { agentUuid: 'item2', now: 'sent from 1.4.2 to 1.5.0, demo-agent on n2, in batch 1' },
    ],
    [
      'the concurrency',
      plan(all, rollout({ concurrency: 7 })),
      { what: 'concurrency', agentUuid: null, simulated: '50', now: '7' },
    ],
    [
      'the waves',
      plan(all, rollout({ waves: [{ size: 1, bakeSeconds: 60 }] })),
      { what: 'waves', agentUuid: null, simulated: '2 agents, then 0 s', now: '1 agents, then 60 s' },
    ],
    [
      'the limit of a tag',
      plan(all, rollout({ concurrencyPerTag: { tag: 'site', max: 2 } })),
      { what: 'concurrencyPerTag', simulated: 'none', now: '2 of each site' },
    ],
    [
      'an agent is in another lane',
      plan([sent(0), sent(1), sent(2, { lane: 'berlin' })]),
      { agentUuid: 'item2', now: 'sent from 1.4.2 to 1.5.0, demo-agent on n2, in lane berlin' },
    ],
    [
      'an agent is in another network',
      plan([sent(0), sent(1), sent(2, { network: 'floor' })]),
      { agentUuid: 'item2', now: 'sent from 1.4.2 to 1.5.0, demo-agent on n2, in network floor' },
    ],
    ['the action', plan(all, job({ action: 'reinstall' })), { what: 'action', now: 'reinstall' }],
    [
      'the order alone',
      plan([sent(1), sent(0), sent(2)], job(), ['item1', 'item0', 'item2']),
      { what: 'order', agentUuid: null },
    ],
  ])('%s', (_sentence, other, expected) => {
    expect(between(other)).toEqual([expect.objectContaining(expected)]);
  });

  test('names no more agents than asked for, and the job first', () => {
    const other = plan(
      all.map((each) => ({ ...each, version: '1.6.0' })),
      job({ targetVersion: '1.6.0' }),
    );
    expect(between(other, 2).map(({ what, agentUuid }) => agentUuid ?? what)).toEqual([
      'targetVersion',
      'item0',
      'item1',
    ]);
  });

  test('fields in another order are no difference', () => {
    const { kind, ...rest } = sent(0);
    expect(between(plan([{ ...rest, kind }, sent(1), sent(2)]))).toMatchObject([{ what: 'order' }]);
  });

  test('is told in one line', () => {
    expect(between(plan([sent(0), sent(1), notSent])).map(differenceInWords)).toEqual([
      'item2: simulated sent from 1.4.2 to 1.5.0, demo-agent on n2; now not sent for DOWNGRADE_NOT_ALLOWED, at 1.6.0',
    ]);
  });
});
