import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '../../functions/domain/agent.ts';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import {
  batchesAtOnce,
  batchSize,
  countBatches,
  extendWaveEnds,
  LARGEST_BATCH,
  type PlanningOptions,
  planTargets,
  wavesOf,
} from '../../functions/domain/rollout.ts';
import { agent, agentType, agentTypes, berlin, networks, nodeId, version } from '../fixtures.ts';

describe('a batch is as small as the concurrency allows', () => {
  test.each([
    [12, 50, 1, 50],
    [40, 1000, 1, 1000],
    [41, 10, 1, 10],
    [200, 50, 2, 25],
    [1000, 10, 1, 10],
    [1000, 1000, 25, 40],
    [10_000, 10_000, 50, 200],
    [10_000, 1, 1, 1],
  ])('%d agents at concurrency %d: %d agents a batch, %d batches at once', (targets, concurrency, size, atOnce) => {
    expect(batchSize(targets, concurrency)).toBe(size);
    expect(batchesAtOnce(targets, concurrency)).toBe(atOnce);
  });

  test('batches in flight never hold more agents than the concurrency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (targets, concurrency) => {
          const size = batchSize(targets, concurrency);
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(LARGEST_BATCH);
          expect(size * batchesAtOnce(targets, concurrency)).toBeLessThanOrEqual(Math.max(concurrency, size));
          expect(size).toBeLessThanOrEqual(concurrency);
        },
      ),
    );
  });
});

const target = (agentUuid: string) => ({ agentUuid, version: '1.5.0' });

const published = new Map([[agentType.name, version]]);
const request = { action: 'upgrade', artifact: null, allowDowngrade: false, fence: null } as const;

const plan = (agents: readonly Agent[], change: Partial<PlanningOptions> = {}) =>
  planTargets(
    agents.map(({ agentUuid }) => target(agentUuid)),
    { agents: new Map(agents.map((each) => [each.agentUuid, each])), agentTypes, published, requireChecksum: true },
    {
      job: request,
      batchSize: 2,
      tagLimit: null,
      networks: [],
      firstBatch: 0,
      firstTarget: 0,
      waveSizes: [agents.length],
      ...change,
    },
  );

describe('planning decides for each target', () => {
  test('three agents come to two batches of at most two', () => {
    expect(plan([agent(1), agent(2), agent(3)])).toMatchObject([
      { kind: 'batch', batch: 0, node: `111122223333:eu-west-1:${nodeId(1)}` },
      { kind: 'batch', batch: 0 },
      { kind: 'batch', batch: 1 },
    ]);
  });

  test('numbers go on from the first batch that is given', () => {
    expect(plan([agent(1)], { firstBatch: 7 })).toMatchObject([{ kind: 'batch', batch: 7 }]);
  });

  test('no batch crosses from one wave into the next, also where a chunk begins in the middle of a wave', () => {
    const agents = [1, 2, 3, 4, 5].map((index) => agent(index));
    const options = { batchSize: 2, firstBatch: 10, firstTarget: 1, waveSizes: [2, 3, 9] };
    const decisions = plan(agents, options);
    expect(decisions).toMatchObject([{ batch: 10 }, { batch: 11 }, { batch: 11 }, { batch: 12 }, { batch: 13 }]);
    const ends = extendWaveEnds([10, 0, 0], decisions, options.firstTarget, options.waveSizes);
    expect(ends).toEqual([11, 13, 14]);
    expect(wavesOf(ends)).toEqual([
      { firstBatch: 0, endBatch: 11 },
      { firstBatch: 11, endBatch: 13 },
      { firstBatch: 13, endBatch: 14 },
    ]);
  });

  test('a wave in which nobody is to be sent has no batches', () => {
    expect(wavesOf([2, 0, 5])).toEqual([
      { firstBatch: 0, endBatch: 2 },
      { firstBatch: 2, endBatch: 2 },
      { firstBatch: 2, endBatch: 5 },
    ]);
  });

  test('two agents of one node never share a batch', () => {
    const decisions = plan([agent(1), agent(2, { nodeId: nodeId(1) }), agent(3)], { batchSize: 3 });
    expect(decisions).toMatchObject([{ batch: 0 }, { batch: 1 }, { batch: 0 }]);
  });

  describe('where a tag limits how many run at once', () => {
    const at = (...sites: (string | undefined)[]) =>
      sites.map((site, index) => agent(index, { tags: site === undefined ? { rack: 'r1' } : { site, rack: 'r1' } }));
    const a = (batch: number) => ({ batch, lane: 'a' });
    const b = (batch: number) => ({ batch, lane: 'b' });
    const none = (batch: number) => ({ batch, lane: null });

    test.each<[string, Agent[], number, number, object[]]>([
      ['a batch has agents of one site alone', at('a', 'b', 'a', 'b'), 2, 9, [a(0), b(1), a(0), b(1)]],
      ['a batch is never larger than its site may have in flight', at('a', 'a', 'a'), 50, 2, [a(0), a(0), a(1)]],
      ['agents without the tag fill ordinary batches', at(undefined, 'a', undefined), 50, 1, [none(0), a(1), none(0)]],
      [
        'an empty value is a site, too',
        at('', undefined, ''),
        50,
        1,
        [none(0), none(1), none(2)].map((each, index) => (index === 1 ? each : { ...each, lane: '' })),
      ],
    ])('%s', (_sentence, agents, batchSize, max, expected) => {
      expect(plan(agents, { batchSize, tagLimit: { tag: 'site', max } })).toMatchObject(expected);
    });

    test('what every object has is no tag', () => {
      expect(plan(at('a'), { tagLimit: { tag: 'constructor', max: 1 } })).toMatchObject([{ lane: null }]);
    });

    test('a wave ends its batches, of every site', () => {
      const options = { batchSize: 50, tagLimit: { tag: 'site', max: 9 }, waveSizes: [3, 2] };
      const decisions = plan(at('a', 'b', 'a', 'a', 'b'), options);
      expect(decisions).toMatchObject([a(0), b(1), a(0), a(2), b(3)]);
      expect(extendWaveEnds([0, 0], decisions, 0, options.waveSizes)).toEqual([2, 4]);
    });
  });

  describe('where networks differ', () => {
    const at = (...sites: string[]) => sites.map((site, index) => agent(index, { tags: { site } }));
    const floor = (batch: number) => ({ batch, network: 'floor' });
    const others = (batch: number) => ({ batch, network: 'others' });

    test('a batch has agents of one network alone', () => {
      const decisions = plan(at('floor', 'attic', 'floor', 'cellar'), { networks });
      expect(decisions).toMatchObject([floor(0), others(1), floor(0), others(1)]);
    });

    test('a batch has agents of one lane and one network', () => {
      const agents = [...at('floor', 'floor'), agent(3, { tags: { site: 'floor', rack: 'r1' } })];
      const options = { networks, batchSize: 50, tagLimit: { tag: 'rack', max: 9 } };
      expect(plan(agents, options)).toMatchObject([floor(0), floor(0), { ...floor(1), lane: 'r1' }]);
    });

    test('agents share batches where there are none', () => {
      expect(plan(at('floor', 'attic'))).toMatchObject([
        { batch: 0, network: null },
        { batch: 0, network: null },
      ]);
    });

    test('a rollback, which brings nothing to the node, goes by none', () => {
      const decisions = plan(at('floor', 'attic'), { networks, job: { ...request, action: 'rollback' } });
      expect(decisions).toMatchObject([
        { batch: 0, network: null },
        { batch: 0, network: null },
      ]);
    });

    test('a package from repositories of the node goes by none', () => {
      const beat = agentTypeSchema.parse({
        name: 'beat',
        recipe: 'os-package',
        versionScheme: 'deb',
        packageName: 'beat',
      });
      const facts = {
        agents: new Map([['item1', agent(1, { agentType: 'beat', tags: { site: 'floor' } })]]),
        agentTypes: new Map([['beat', beat]]),
        published: new Map([['beat', { ...version, agentType: 'beat' }]]),
        requireChecksum: true,
      };
      const options = { job: request, batchSize: 1, tagLimit: null, firstBatch: 0, firstTarget: 0, waveSizes: [1] };
      expect(planTargets([target('item1')], facts, { ...options, networks })).toMatchObject([{ network: null }]);
    });
  });

  test.each<[string, Agent, Partial<PlanningOptions>, object]>([
    ['an agent at the target is sent: only its node knows', agent(1, { version: '1.5.0' }), {}, { kind: 'batch' }],
    ['an agent that never reported is sent', agent(1, { version: null }), {}, { kind: 'batch' }],
    [
      'a newer agent is not taken back',
      agent(1, { version: '1.6.0' }),
      {},
      { kind: 'done', reason: 'DOWNGRADE_NOT_ALLOWED', oldVersion: '1.6.0' },
    ],
    [
      'a newer agent is taken back where that is allowed',
      agent(1, { version: '1.6.0' }),
      { job: { ...request, allowDowngrade: true } },
      { kind: 'batch' },
    ],
    [
      'an unknown agent type is said',
      agent(1, { agentType: 'gone' }),
      {},
      { kind: 'done', reason: 'AGENT_TYPE_UNKNOWN' },
    ],
    [
      'an agent inside the fence of the job is sent',
      agent(1, { tags: { site: 'berlin' } }),
      { job: { ...request, fence: berlin } },
      { kind: 'batch' },
    ],
    [
      'an agent outside is not, and nothing is told of it',
      agent(1, { tags: { site: 'bonn' }, agentType: 'gone' }),
      { job: { ...request, fence: berlin } },
      { kind: 'done', reason: 'FORBIDDEN_AGENT', oldVersion: null },
    ],
    [
      'an agent outside is not taken back either',
      agent(1),
      { job: { ...request, action: 'rollback', fence: berlin } },
      { kind: 'done', reason: 'FORBIDDEN_AGENT', oldVersion: null },
    ],
  ])('%s', (_sentence, target, options, expected) => {
    expect(plan([target], options)).toMatchObject([expected]);
  });

  test('an unknown agent does not stop the others', () => {
    const facts = { agents: new Map([['item1', agent(1)]]), agentTypes, published, requireChecksum: true };
    const options: PlanningOptions = {
      job: request,
      batchSize: 50,
      tagLimit: null,
      networks: [],
      firstBatch: 0,
      firstTarget: 0,
      waveSizes: [2],
    };
    expect(planTargets([target('nobody'), target('item1')], facts, options)).toMatchObject([
      { kind: 'done', reason: 'AGENT_NOT_FOUND' },
      { kind: 'batch' },
    ]);
  });

  test('every agent is in exactly one batch, batches are numbered without a gap, none is too large', () => {
    const fleet = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 250 });
    fc.assert(
      fc.property(fleet, fc.integer({ min: 1, max: 50 }), (nodes, size) => {
        const decisions = plan(
          nodes.map((node, index) => agent(index, { nodeId: nodeId(node) })),
          { batchSize: size },
        );
        const batches = Map.groupBy(decisions, (decision) => (decision.kind === 'batch' ? decision.batch : -1));
        expect([...batches.keys()].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: countBatches(decisions) }, (_, n) => n),
        );
        for (const members of batches.values()) {
          expect(members.length).toBeLessThanOrEqual(size);
          expect(new Set(members.map((member) => member.kind === 'batch' && member.node)).size).toBe(members.length);
        }
      }),
    );
  });
});
