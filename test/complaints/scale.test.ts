import { describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import { jobId } from '../fixtures.ts';
import { retryId, type WorkflowWorld } from '../functions/workflow-world.ts';
import { bad, expectAReport, failing, fleet, good, many, sent, versions, withTemplate } from './fleet.ts';

withTemplate();

describe('there is no low cap, and there are groups', () => {
  test('12,000 agents are chosen by a tag and upgraded in one job, and the 30 others are not touched', async () => {
    const world = fleet(many(12_030), { tags: (index) => ({ stage: index < 12_000 ? 'production' : 'test' }) });
    await world.register();
    await world.request({
      selector: { tags: { stage: 'production' } },
      targetVersion: '1.5.0',
      rollout: { waves: [{ size: '1%' }, { size: '100%' }], concurrency: 2_000 },
    });
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'success', waves: [{ agents: 120 }, { agents: 11_880 }] });
    const { progress } = await world.job();
    expect(progress).toMatchObject({ total: 12_000, succeeded: 12_000, percent: 100 });
    expect(versions(world).filter((version) => version === '1.5.0')).toHaveLength(12_000);
    expect(new Set(versions(world).slice(12_000))).toEqual(new Set(['1.4.2']));
    expect(world.host.visibleCommands()).toHaveLength(Math.ceil(120 / 50) + Math.ceil(11_880 / 50));
    expect(world.stores.holds.all()).toEqual([]);
  }, 60_000);

  test('those of a group that run an old version are chosen by both', async () => {
    const world = fleet(many(6), {
      tags: (index) => ({ site: index < 4 ? 'berlin' : 'paris' }),
      versions: ['1.3.0', '1.4.0', '1.4.2', '1.5.0', '1.3.0', '1.3.0'],
    });
    await world.register();
    const selector = { tags: { site: 'berlin' }, agentType: 'demo-agent', currentVersion: { below: '1.4.1' } };
    await world.request({ selector, targetVersion: '1.5.0' });
    await world.clock.run();
    expect((await world.job()).agents.map(({ agentUuid }) => agentUuid)).toEqual(['item0', 'item1']);
    expect(versions(world)).toEqual(['1.5.0', '1.5.0', '1.4.2', '1.5.0', '1.3.0', '1.3.0']);
  });
});

describe('a weak site never has more than its share in flight', () => {
  /** 20 sites of 15 agents each; every kind of trouble is in each of them. */
  const site = (index: number) => `site-${Math.floor(index / 15)}`;
  const kinds = [
    good,
    bad,
    failing('DOWNLOAD_FAILED'),
    { latencyMs: 1, outcome: { kind: 'timeout', changes: true } },
    { latencyMs: 1, outcome: { kind: 'lost' } },
    good,
    good,
  ] as const;
  const rollout = { concurrency: 200, concurrencyPerTag: { tag: 'site', max: 2 } };
  const troubled = () =>
    fleet(
      many(300).map((_, index) => kinds[index % kinds.length] ?? good),
      { tags: (index) => ({ site: site(index) }), deliver: ({ id }) => (id.endsWith('0') ? [] : [1, 90]) },
    );

  /** Looks after every function's work; answers the most that any site had in flight at any time. */
  function watchSites(world: WorkflowWorld): () => { ofASite: number; together: number } {
    let [ofASite, together] = [0, 0];
    world.watch(() => {
      const counts = [...world.inFlight('upgrade-job-').values()];
      ofASite = Math.max(ofASite, ...counts);
      together = Math.max(
        together,
        counts.reduce((sum, count) => sum + count, 0),
      );
    });
    return () => ({ ofASite, together });
  }

  test('with failures, retries, timeouts and lost nodes, paused and resumed in the middle', async () => {
    const world = troubled();
    const most = watchSites(world);
    await world.submit(rollout);
    await world.pass(600);
    await world.steer('pause');
    await world.pass(600);
    await world.steer('resume');
    await world.clock.run();
    expect(most()).toEqual({ ofASite: 2, together: 40 });
    expect((await world.job()).progress).toMatchObject({ total: 300 });
    await expectAReport(world);
  });

  test('nor in the retry of the job, nor while it is taken back', async () => {
    const world = troubled();
    await world.upgrade(rollout);
    for (const node of world.nodes) node.script = good;
    const most = watchSites(world);
    await world.retry();
    await world.clock.run();
    expect(sent(world, retryId).length).toBeGreaterThan(100);
    await world.rollBack();
    await world.clock.run();
    expect(sent(world, rollbackIdOf(jobId)).length).toBeGreaterThan(100);
    expect(most().ofASite).toBe(2);
    await expectAReport(world, retryId);
    await expectAReport(world, rollbackIdOf(jobId));
  });
});
