import { describe, expect, test } from '@jest/globals';
import { complaintsOf, type Draft, newDraft, requestOf } from '../../console/upgrades/draft.ts';
import { planOf } from '../../console/upgrades/simulated-plan.ts';
import { choicesOf } from '../../console/upgrades/versions.ts';
import { previewOf } from '../../console/upgrades/wave-preview.ts';
import { upgradeRequestSchema } from '../../functions/domain/upgrade-request.ts';

const good: Draft = { ...newDraft({ kind: 'names', agentUuids: ['item1', 'item2'] }), targetVersion: '1.5.0' };
const bySelector: Draft = { ...good, by: 'selector', agentType: 'demo-agent' };
const defaults = { concurrency: 50, failureThreshold: '2%', onFailure: 'halt', approval: false };
const common = { targetVersion: '1.5.0', reinstall: false, offline: 'fail', simulated: false };

describe('a draft becomes the request', () => {
  const cases: [string, Draft, object][] = [
    ['of agents by name', good, { agentUuids: ['item1', 'item2'], rollout: defaults }],
    [
      'of names as people paste them, each once',
      { ...good, names: ' a, b\nb\n\nc ' },
      { agentUuids: ['a', 'b', 'c'], rollout: defaults },
    ],
    [
      'of agents by type, tags and version',
      { ...bySelector, tags: 'site=berlin, ring=a=b', below: '1.5.0' },
      {
        selector: {
          agentType: 'demo-agent',
          tags: { site: 'berlin', ring: 'a=b' },
          currentVersion: { below: '1.5.0' },
        },
        rollout: defaults,
      },
    ],
    [
      'with a canary that is watched',
      { ...good, strategy: 'canary', canary: '5', bakeSeconds: '300' },
      { agentUuids: ['item1', 'item2'], rollout: { ...defaults, canary: 5, bakeSeconds: 300 } },
    ],
    [
      'with waves, each watched for as long',
      { ...good, strategy: 'waves', waves: '1, 10%,50%', bakeSeconds: '60' },
      {
        agentUuids: ['item1', 'item2'],
        rollout: { ...defaults, waves: [1, '10%', '50%'].map((size) => ({ size, bakeSeconds: 60 })) },
      },
    ],
    [
      'with limits, an approval and a note',
      { ...good, concurrency: '10%', failureThreshold: '0', onFailure: 'rollback', approval: 'first', note: 'CHG-1' },
      {
        agentUuids: ['item1', 'item2'],
        note: 'CHG-1',
        rollout: { concurrency: '10%', failureThreshold: 0, onFailure: 'rollback', approval: true },
      },
    ],
    [
      'with an approval after the canary',
      { ...good, approval: 'after-canary' },
      { agentUuids: ['item1', 'item2'], rollout: { ...defaults, approval: 'after-canary' } },
    ],
  ];
  test.each(cases)('%s', (_sentence, draft, expected) => {
    expect(complaintsOf(draft)).toEqual([{}, {}, {}]);
    expect(requestOf(draft)).toEqual({ ...common, ...expected });
    expect(upgradeRequestSchema.safeParse(requestOf(draft)).success).toBe(true);
  });
});

describe('a draft is complained of', () => {
  const cases: [string, Draft, number, keyof Draft][] = [
    ['where nobody is named', { ...good, names: ' , ' }, 0, 'names'],
    ['where too many are named', { ...good, names: Array.from({ length: 10_001 }, (_, n) => n).join(' ') }, 0, 'names'],
    ['where a tag has no value', { ...bySelector, tags: 'site' }, 0, 'tags'],
    ['where the selector chooses by nothing', { ...bySelector, agentType: '' }, 0, 'agentType'],
    ['without a version', { ...good, targetVersion: '' }, 1, 'targetVersion'],
    ['with a canary of nobody', { ...good, strategy: 'canary', canary: '0' }, 2, 'canary'],
    ['with a wave that is no size', { ...good, strategy: 'waves', waves: '1, ten' }, 2, 'waves'],
    ['with no waves', { ...good, strategy: 'waves', waves: ' ' }, 2, 'waves'],
    ['with more than all at once', { ...good, concurrency: '101%' }, 2, 'concurrency'],
    ['with a threshold below nothing', { ...good, failureThreshold: '-1' }, 2, 'failureThreshold'],
    ['with a bake in words', { ...good, bakeSeconds: 'a day' }, 2, 'bakeSeconds'],
  ];
  test.each(cases)('%s', (_sentence, draft, step, field) => {
    const all = complaintsOf(draft);
    expect(Object.keys(all[step] ?? {})).toEqual([field]);
    expect(all.filter((_, index) => index !== step)).toEqual([{}, {}]);
  });
});

describe('waves are drawn as the API plans them', () => {
  const cases: [string, object, number, [number, number][]][] = [
    [
      'a canary of 1%, and twice as many each time',
      {},
      1_000,
      [
        [10, 0],
        [20, 0],
        [40, 0],
        [80, 0],
        [160, 0],
        [320, 0],
        [370, 0],
      ],
    ],
    [
      'a canary and all others',
      { canary: '10%', bakeSeconds: 300 },
      20,
      [
        [2, 300],
        [18, 0],
      ],
    ],
    [
      'waves, and who is left',
      {
        waves: [
          { size: 1, bakeSeconds: 60 },
          { size: '50%', bakeSeconds: 60 },
        ],
      },
      10,
      [
        [1, 60],
        [5, 60],
        [4, 0],
      ],
    ],
    ['one agent', {}, 1, [[1, 0]]],
  ];
  test.each(cases)('%s', (_sentence, rollout, targets, expected) => {
    const waves = previewOf(rollout, targets, 0) ?? [];
    expect(waves.map(({ agents, bakeSeconds }) => [agents, bakeSeconds])).toEqual(expected);
    expect(waves.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
    expect(waves.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  test('and not at all where it would refuse them', () => {
    expect(previewOf({ waves: [] }, 10, 0)).toBeUndefined();
    expect(previewOf({ canary: 'ten' }, 10, 0)).toBeUndefined();
  });
});

test('the plan of each wave tells who is not sent anything, and why, the most frequent first', () => {
  const wave = { succeeded: 0, failed: 0, excluded: 0, begunAt: null, endedAt: null };
  const agent = { oldVersion: null, newVersion: null, status: null, error: null, state: 'done' as const };
  const reasons = ['SIMULATED', 'AGENT_OFFLINE', 'AGENT_BUSY', 'AGENT_OFFLINE', 'SIMULATED'] as const;
  const report = {
    waves: [
      { ...wave, number: 1, agents: 4, bakeSeconds: 300 },
      { ...wave, number: 2, agents: 1, bakeSeconds: 0 },
    ],
    reasons: [{ reason: 'AGENT_OFFLINE' as const, sentence: 'It is off.', agents: 2 }],
    agents: reasons.map((reason, index) => ({ ...agent, agentUuid: `item${index}`, reason, wave: index < 4 ? 1 : 2 })),
  };
  expect(planOf(report)).toEqual([
    {
      number: 1,
      agents: 4,
      sent: 1,
      bakeSeconds: 300,
      held: [
        { reason: 'AGENT_OFFLINE', sentence: 'It is off.', agents: 2 },
        { reason: 'AGENT_BUSY', sentence: 'AGENT_BUSY', agents: 1 },
      ],
    },
    { number: 2, agents: 1, sent: 1, bakeSeconds: 0, held: [] },
  ]);
});

test('versions of the catalogue can be chosen once each, with their types, unless they are deprecated', () => {
  const versions = [
    { agentType: 'a', version: '2.0.0', status: 'active' as const },
    { agentType: 'b', version: '2.0.0', status: 'active' as const },
    { agentType: 'b', version: '1.0.0', status: 'deprecated' as const },
  ];
  const [choice] = choicesOf(versions, '');
  expect(choicesOf(versions, '')).toEqual([{ value: '2.0.0', label: '2.0.0', description: 'a, b' }]);
  expect(choice?.value).toBe('2.0.0');
  expect(choicesOf(versions, 'b')).toEqual([{ value: '2.0.0', label: '2.0.0', description: 'b' }]);
});

test('a draft begins with whom the page before has chosen', () => {
  const selector = { agentType: 'demo-agent', tags: { site: 'berlin', ring: '1' } };
  expect(newDraft({ kind: 'selector', selector })).toMatchObject({
    by: 'selector',
    agentType: 'demo-agent',
    tags: 'site=berlin\nring=1',
  });
  expect(newDraft(undefined)).toMatchObject({ by: 'names', names: '', agentType: '' });
});
