import { describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import { agentReasons } from '../../functions/domain/reasons.ts';
import { jobId, nodeId } from '../fixtures.ts';
import { retryId } from '../functions/workflow-world.ts';
import {
  expectAReport,
  failing,
  fleet,
  good,
  HOUR,
  many,
  nothingAsked,
  otherJob,
  reasons,
  sent,
  trail,
  versions,
  withTemplate,
} from './fleet.ts';

withTemplate();

const rollbackId = rollbackIdOf(jobId);

describe('there is a way back', () => {
  test('a week later: each agent goes to what it ran before, and forward again after that', async () => {
    const before = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? '1.4.1' : '1.4.2'));
    const world = fleet(many(30), { versions: before });
    await world.upgrade(nothingAsked);
    expect(new Set(versions(world))).toEqual(new Set(['1.5.0']));
    await world.pass(7 * 24 * HOUR);

    await world.rollBack({ note: 'it eats memory' });
    await world.clock.run();
    expect(await world.job(rollbackId)).toMatchObject({
      status: 'success',
      action: 'rollback',
      note: 'it eats memory',
      requestedBy: 'operator',
      agents: before.map((version) => ({ oldVersion: '1.5.0', newVersion: version, reason: 'ROLLED_BACK' })),
    });
    expect(versions(world)).toEqual(before);
    expect((await trail(world)).at(-1)).toBe('operator ROLLED_BACK');
    await expectAReport(world, rollbackId);

    await world.request({ selector: { agentType: 'demo-agent' }, targetVersion: '1.5.0' }, otherJob(1));
    await world.clock.run();
    expect((await world.job(otherJob(1))).progress).toMatchObject({ succeeded: 30 });
  });

  test('in the middle of a rollout: what waits is not sent, and what was changed goes back', async () => {
    const world = fleet(many(40));
    await world.submit({ ...nothingAsked, bakeSeconds: HOUR });
    await world.pass(1.5 * HOUR);
    expect((await world.job()).progress).toMatchObject({ succeeded: 3, pending: 37 });
    await world.rollBack();
    await world.clock.run();
    expect(new Set(versions(world))).toEqual(new Set(['1.4.2']));
    expect(sent(world)).toHaveLength(3);
    expect(sent(world, rollbackId)).toHaveLength(3);
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'ROLLED_BACK',
      rollback: { jobId: rollbackId },
    });
  });

  test('to an older version of the catalogue: only where the caller says so, and the refusal says how', async () => {
    const world = fleet(many(3), { versions: ['1.6.0', '1.6.0', '1.4.2'] });
    await world.upgrade();
    const refused = { reason: 'DOWNGRADE_NOT_ALLOWED', error: expect.stringContaining('allowDowngrade') };
    expect((await world.job()).agents).toMatchObject([refused, refused, { reason: 'UPGRADED' }]);
    expect(sent(world).map(({ node }) => node)).toEqual([nodeId(2)]);

    const body = { agentUuids: 'item0,item1', targetVersion: '1.5.0', allowDowngrade: true };
    await world.request(body, otherJob(1));
    await world.clock.run();
    expect(await world.job(otherJob(1))).toMatchObject({
      status: 'success',
      agents: [
        { oldVersion: '1.6.0', newVersion: '1.5.0' },
        { oldVersion: '1.6.0', newVersion: '1.5.0' },
      ],
    });
    expect(versions(world)).toEqual(['1.5.0', '1.5.0', '1.5.0']);
  });
});

describe('an upgrade whose way back fails, too, does not lose the agent', () => {
  /** The first node's upgrade fails and so does its switch back: its agent is down. */
  const lostWayBack = async () => {
    const world = fleet([failing('ROLLBACK_FAILED'), ...many(499)]);
    await world.upgrade(nothingAsked);
    return world;
  };

  test('the job stops at it: 4 others of its canary at most were touched, and nobody after them', async () => {
    const world = await lostWayBack();
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'FAILURE_THRESHOLD',
      progress: { succeeded: 4 },
    });
    expect(sent(world)).toHaveLength(5);
    expect(versions(world).filter((version) => version === '1.5.0')).toHaveLength(4);
    await expectAReport(world);
  });

  test('its reason is a reason of its own, which asks for help', async () => {
    const [agent] = (await (await lostWayBack()).job()).agents;
    expect(agent).toMatchObject({ agentUuid: 'item0', status: 'failed', reason: 'ROLLBACK_FAILED' });
    expect(agentReasons.ROLLBACK_FAILED.sentence).toContain('help now');
  });

  test('it is still in the inventory, held by nobody, and a retry brings it up', async () => {
    const world = await lostWayBack();
    expect(await world.stores.agents.get('item0')).toMatchObject({ agentUuid: 'item0', nodeId: nodeId(0) });
    expect(world.nodes[0]).toMatchObject({ healthy: false });
    for (const node of world.nodes) node.script = good;
    await world.retry({ reasons: ['ROLLBACK_FAILED'] });
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({
      status: 'success',
      agents: [{ agentUuid: 'item0', reason: 'UPGRADED', newVersion: '1.5.0' }],
    });
    expect(world.nodes[0]).toMatchObject({ version: '1.5.0', healthy: true });
    expect(await reasons(world, retryId)).toEqual(['UPGRADED']);
  });

  test('it is never sent again by the same job', async () => {
    expect(sent(await lostWayBack()).filter(({ node }) => node === nodeId(0))).toHaveLength(1);
  });
});
