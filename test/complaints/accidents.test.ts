import { describe, expect, test } from '@jest/globals';
import { rollbackIdOf } from '../../functions/domain/lineage.ts';
import { jobId } from '../fixtures.ts';
import { retryId } from '../functions/workflow-world.ts';
import { bad, expectAReport, fleet, good, HOUR, many, otherJob, sent, trail, versions, withTemplate } from './fleet.ts';

withTemplate();

const WEEK = 7 * 24 * HOUR;
const asked = { agentUuids: ['item0'], targetVersion: '1.5.0' };

describe('nobody upgrades by accident: a request that is not understood is refused', () => {
  test.each<[string, object, string]>([
    ['a typo in a name', { ...asked, simulate: true }, '/simulate'],
    ['a name from another product', { ...asked, dryRun: true }, '/dryRun'],
    ['a typo in the rollout', { ...asked, rollout: { canery: 1 } }, '/rollout/canery'],
    ['a typo in a threshold', { ...asked, rollout: { failureTreshold: 0 } }, '/rollout/failureTreshold'],
    ['a typo in a wave', { ...asked, rollout: { waves: [{ size: 1, bake: 60 }] } }, '/rollout/waves/0/bake'],
    [
      'a typo in a limit',
      { ...asked, rollout: { concurrencyPerTag: { tags: 'site', max: 1 } } },
      '/rollout/concurrencyPerTag/tags',
    ],
    ['a typo in a window', { ...asked, rollout: { window: { day: 'sun' } } }, '/rollout/window/day'],
    ['a word for a number', { ...asked, rollout: { canary: 'one' } }, '/rollout/canary'],
    ['a percent without its sign', { ...asked, rollout: { failureThreshold: '2' } }, '/rollout/failureThreshold'],
    ['a start that is no time', { ...asked, rollout: { startAt: 'tomorrow' } }, '/rollout/startAt'],
    ['text for yes', { ...asked, simulated: 'yes' }, '/simulated'],
    ['an empty selector', { selector: {}, targetVersion: '1.5.0' }, '/selector'],
    ['a selector of no tag', { selector: { tags: {} }, targetVersion: '1.5.0' }, '/selector'],
    ['a typo in a selector', { selector: { tag: { site: 'a' } }, targetVersion: '1.5.0' }, '/selector/tag'],
    ['a selector beside names', { ...asked, selector: { agentType: 'demo-agent' } }, '/agentUuids'],
    ['neither selector nor names', { targetVersion: '1.5.0' }, '/agentUuids'],
    ['an empty list', { ...asked, agentUuids: [] }, '/agentUuids'],
  ])('%s', async (_sentence, body, pointer) => {
    const world = fleet(many(3));
    await world.register();
    await expect(world.request(body)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: expect.arrayContaining([{ pointer, detail: expect.any(String) }]),
    });
    await world.clock.run();
    expect(await world.stores.jobs.get(jobId)).toBeUndefined();
    expect(sent(world)).toEqual([]);
  });
});

describe('a frozen fleet is not touched', () => {
  test('by a new job, by a retry, or by a rollback, for a week; once it is thawed they all go on', async () => {
    const world = fleet([...many(4), bad, good], { tags: (index) => ({ spare: String(index === 5) }) });
    await world.register();
    await world.request({
      agentUuids: 'item0,item1,item2,item3,item4',
      targetVersion: '1.5.0',
      rollout: { failureThreshold: 1 },
    });
    await world.clock.run();
    const before = versions(world);
    expect(before).toEqual(['1.5.0', '1.5.0', '1.5.0', '1.5.0', '1.4.2', '1.4.2']);
    for (const node of world.nodes) node.script = good;

    await world.freeze({ reason: 'Christmas' });
    await world.request({ selector: { tags: { spare: 'true' } }, targetVersion: '1.5.0' }, otherJob(1));
    await world.retry();
    await world.rollBack();
    await world.pass(WEEK);
    const jobs = [otherJob(1), retryId, rollbackIdOf(jobId)];
    for (const id of jobs) {
      expect(sent(world, id)).toEqual([]);
      expect(await world.job(id)).toMatchObject({
        phase: 'paused',
        reason: 'FROZEN',
        detail: 'Sending is frozen for all agents by admin: Christmas',
      });
    }
    expect(versions(world)).toEqual(before);

    await world.thaw('all');
    await world.clock.run();
    for (const id of jobs) expect(await world.job(id)).toMatchObject({ status: 'success' });
    expect(versions(world)).toEqual(['1.4.2', '1.4.2', '1.4.2', '1.4.2', '1.5.0', '1.5.0']);
  });
});

describe('a job that needs a second person', () => {
  test('waits for one, whatever the first person does, and so does its retry', async () => {
    const world = fleet(many(3));
    await world.submit({ approval: true });
    await world.pass(HOUR);
    await expect(world.steer('approve', 'operator')).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'APPROVER_IS_REQUESTER',
    });
    await world.steer('pause');
    await world.steer('resume');
    await world.pass(WEEK);
    expect(await world.job()).toMatchObject({ phase: 'awaiting-approval', reason: 'AWAITING_APPROVAL' });
    await world.steer('cancel');
    await world.clock.run();
    await world.retry();
    await world.pass(WEEK);
    expect(await world.job(retryId)).toMatchObject({ status: 'pending', reason: 'AWAITING_APPROVAL' });
    expect(world.host.visibleCommands()).toEqual([]);

    await world.steer('approve', 'ann', retryId);
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({ status: 'success' });
    expect(await trail(world)).not.toContain('operator APPROVED');
  });
});

describe('a simulation', () => {
  test('sends nothing, whatever the rollout says, and changes nothing for the real job after it', async () => {
    const world = fleet(many(50));
    const rollout = { concurrency: 10, canary: 1, bakeSeconds: 60, onFailure: 'rollback' };
    await world.submit(rollout, [], { id: otherJob(1), simulated: true });
    await world.clock.run();
    const simulation = await world.job(otherJob(1));
    expect(simulation).toMatchObject({ simulated: true, status: 'success', reason: 'SIMULATED', allowed: [] });
    expect(world.host.visibleCommands()).toEqual([]);
    expect(new Set(versions(world))).toEqual(new Set(['1.4.2']));
    await expectAReport(world, otherJob(1));

    await world.submit(rollout, [], { planHash: simulation.planHash });
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'success', planHash: simulation.planHash });
  });

  test('is all that a deployment for trying takes: real jobs of every kind are refused', async () => {
    const world = fleet([good, bad]);
    await world.upgrade();
    const before = sent(world).length;
    world.dryRunOnly = true;
    const refused = { kind: 'unacceptable', code: 'DRY_RUN_ONLY' };
    await expect(world.request(asked, otherJob(1))).rejects.toMatchObject(refused);
    await expect(world.retry()).rejects.toMatchObject(refused);
    await expect(world.rollBack()).rejects.toMatchObject(refused);
    await world.request({ ...asked, simulated: true }, otherJob(2));
    await world.pass(WEEK);
    expect(await world.job(otherJob(2))).toMatchObject({ status: 'success', reason: 'SIMULATED' });
    expect(world.host.visibleCommands()).toHaveLength(before);
  });
});
