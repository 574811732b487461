import { describe, expect, test } from '@jest/globals';
import { newDraft } from '../../console/upgrades/draft.ts';
import { planOf } from '../../console/upgrades/simulated-plan.ts';
import { choicesOf } from '../../console/upgrades/versions.ts';
import { previewOf } from '../../console/upgrades/wave-preview.ts';

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
  expect(newDraft({ kind: 'selector', selector }, 'Europe/Berlin')).toMatchObject({
    by: 'selector',
    agentType: 'demo-agent',
    tags: 'site=berlin\nring=1',
    windowZone: 'Europe/Berlin',
  });
  expect(newDraft(undefined, 'UTC')).toMatchObject({ by: 'names', names: '', agentType: '' });
});
