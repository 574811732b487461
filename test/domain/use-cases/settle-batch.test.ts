import { beforeEach, describe, expect, test } from '@jest/globals';
import { claim } from '../../../functions/domain/batch.ts';
import { closeGate } from '../../../functions/domain/job.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { agent, batch, jobId, nodeId, pace } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(2);
  await world.ports.agents.register(agent(1));
  await world.ports.agents.register(agent(2));
});

const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = (polls = 0) => settleBatch(world.ports, jobId, 0, polls, world.now);
const agents = async () => (await world.batch()).agents;
const NOT_AFTER = pace.deliverySeconds + pace.preparationSeconds;

const shutGate = async () => {
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save(closeGate(job, 'WORKFLOW_LOST', 'why'));
};

describe('settling a batch', () => {
  test('while a command runs it is polled, each time after twice the pause, at most 600 seconds', async () => {
    await send();
    const pauses = [];
    for (let polls = 0; polls < 8; polls++) pauses.push((await settle(polls)).waitSeconds);
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 600, 600]);
    expect(await settle(2)).toEqual({ next: 'poll', waitSeconds: 60, polls: 3 });
  });

  test('results end the agents, give the holds back and update the inventory', async () => {
    await send();
    await world.result(0);
    await world.result(1, {
      outcome: 'failed',
      reason: 'HEALTH_CHECK_FAILED',
      newVersion: '1.4.2',
      message: 'no answer',
    });
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toMatchObject({ state: 'settled' });
    expect(await agents()).toMatchObject([
      { status: 'success', reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0', error: null, held: false },
      {
        status: 'failed',
        reason: 'HEALTH_CHECK_FAILED',
        oldVersion: '1.4.2',
        newVersion: '1.4.2',
        error: 'no answer',
        held: false,
      },
    ]);
    expect(world.ports.holds.all()).toEqual([]);
    expect(await world.ports.agents.get('item1')).toMatchObject({
      version: '1.5.0',
      versionReportedAt: world.now.toISOString(),
    });
  });

  test('an agent that is done is free while another of its batch still runs', async () => {
    await send();
    await world.result(0);
    expect((await settle()).next).toBe('poll');
    expect(world.ports.holds.all().map(({ node }) => node)).toEqual([`111122223333:eu-west-1:${nodeId(2)}`]);
  });

  test('settling again changes nothing', async () => {
    await send();
    await world.result(0);
    await world.result(1);
    await settle();
    const settled = await world.batch();
    expect((await settle()).next).toBe('done');
    expect(await world.batch()).toEqual(settled);
  });

  test('a poll that finds nothing new writes nothing', async () => {
    await send();
    const { revision } = await world.batch();
    await settle();
    expect((await world.batch()).revision).toBe(revision);
  });

  test('a result of another attempt counts for nothing', async () => {
    await send();
    await world.result(0, { attemptId: 'another' });
    await settle();
    expect(await agents()).toMatchObject([{ state: 'unknown', reason: 'OUTCOME_UNKNOWN' }, { state: 'running' }]);
  });

  test('a batch that is not sent is left to the next pass', async () => {
    expect((await settle()).next).toBe('left');
    expect((await world.batch()).state).toBe('planned');
  });
});

describe('a command that ends without a result', () => {
  beforeEach(async () => {
    await send();
    await world.result(1);
  });

  test.each(['Delivery Timed Out', 'Execution Timed Out', 'Cancelled', 'Undeliverable', 'Success', 'Failed'])(
    '%s without a line leaves the outcome unknown: the node is asked',
    async (detail) => {
      await world.silence(0, detail);
      expect((await settle()).next).toBe('poll');
      expect(await agents()).toMatchObject([
        { state: 'unknown', status: null, error: detail, held: true },
        { state: 'done' },
      ]);
      expect(world.commands.sent[1]?.request).toMatchObject({
        document: 'report',
        nodeIds: [nodeId(1)],
        parameters: { AttemptId: `${jobId}.0.1` },
      });
    },
  );

  test('the node says that the attempt ended well: upgraded', async () => {
    await world.silence(0, 'Execution Timed Out');
    await settle();
    const result = {
      fleetUpgrade: 1,
      attemptId: `${jobId}.0.1`,
      outcome: 'success',
      reason: 'UPGRADED',
      oldVersion: '1.4.2',
      newVersion: '1.5.0',
      healthy: true,
      message: '',
    } as const;
    await world.report(0, { version: '1.5.0', attempt: { id: `${jobId}.0.1`, state: 'done', result } });
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({ status: 'success', oldVersion: '1.4.2', newVersion: '1.5.0' });
  });

  test('while the attempt may still begin, the old version proves nothing, however late it is read; asked afterwards, it does', async () => {
    await world.silence(0, 'Delivery Timed Out');
    await settle();
    await world.report(0);
    expect((await settle()).next).toBe('poll');
    world.pass(NOT_AFTER + 1);
    await world.report(0);
    expect((await settle()).next).toBe('poll');
    await world.report(0);
    expect((await settle()).next).toBe('send');
    expect((await agents())[0]).toMatchObject({
      state: 'pending',
      reason: 'NOT_UPGRADED',
      error: expect.stringContaining('Delivery Timed Out'),
    });
  });

  test('a reinstall that never began is tried again, although the node runs the target', async () => {
    const job = await world.ports.jobs.get(jobId);
    if (job !== undefined) await world.ports.jobs.save({ ...job, action: 'reinstall' });
    await send();
    await world.result(1);
    await world.silence(0, 'Undeliverable');
    world.pass(NOT_AFTER + 1);
    await settle();
    await world.report(0, { version: '1.5.0' });
    expect((await settle()).next).toBe('send');
    expect(await agents()).toMatchObject([{ reason: 'NOT_UPGRADED' }, { status: 'success' }]);
  });

  test('while the script runs it is waited for, also after the time for beginning', async () => {
    await world.silence(0, 'Execution Timed Out');
    await settle();
    world.pass(NOT_AFTER + 1);
    await world.report(0, { attempt: { id: `${jobId}.0.1`, state: 'running', result: null } });
    expect((await settle()).next).toBe('poll');
    expect((await agents())[0]).toMatchObject({ state: 'unknown' });
  });

  test('one probe at a time: the next goes out when the last is over', async () => {
    await world.silence(0, 'Delivery Timed Out');
    await settle();
    await settle();
    expect(world.commands.sent).toHaveLength(2);
    await world.report(0);
    await settle();
    expect(world.commands.sent).toHaveLength(3);
  });

  test('a node that is offline is not asked, and one that stays so is unreachable, not failed in silence', async () => {
    world.commands.connect(nodeId(1), 'offline');
    await world.silence(0, 'Undeliverable');
    expect((await settle()).next).toBe('poll');
    expect(world.commands.sent).toHaveLength(1);
    world.pass(NOT_AFTER + 2 * pace.executionSeconds);
    expect((await settle()).next).toBe('poll');
    world.pass(1);
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({
      status: 'failed',
      reason: 'NODE_UNREACHABLE',
      error: expect.stringContaining('Undeliverable'),
    });
    expect(world.ports.holds.all()).toEqual([]);
  });

  test('however late it is, a node that is online is asked before it is given up', async () => {
    world.pass(30 * 86_400);
    await world.silence(0, 'Delivery Timed Out');
    expect((await settle()).next).toBe('poll');
    // The attempt never began there: it was somebody else who brought the node to the target.
    await world.report(0, { version: '1.5.0' });
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({ status: 'success', reason: 'ALREADY_CURRENT', oldVersion: '1.5.0' });
  });

  test('a node that is online and gives no answer is given up after it was asked once more', async () => {
    world.pass(30 * 86_400);
    await world.silence(0, 'Delivery Timed Out');
    await settle();
    world.commands.answer('report', nodeId(1), 'Failed', 'sh: not found');
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({ status: 'failed', reason: 'NODE_UNREACHABLE' });
  });

  test('a command that no node has begun when the time for beginning is over is asked about at once', async () => {
    world.commands.delay('package', nodeId(1), 'Pending');
    world.pass(NOT_AFTER);
    await settle();
    expect((await agents())[0]).toMatchObject({ state: 'running' });
    world.pass(1);
    await settle();
    expect((await agents())[0]).toMatchObject({ state: 'unknown', error: 'Pending' });
  });

  test('a command that Systems Manager never ends is not waited for without end', async () => {
    world.pass(NOT_AFTER + pace.executionSeconds);
    await settle();
    expect((await agents())[0]).toMatchObject({ state: 'running' });
    world.pass(1);
    await settle();
    expect((await agents())[0]).toMatchObject({ state: 'unknown' });
  });
});

describe('a failure that may pass', () => {
  const failed = { outcome: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2', message: 'time-out' } as const;

  test('is tried once more, for that agent alone', async () => {
    await send();
    await world.result(0, failed);
    await world.result(1);
    expect((await settle()).next).toBe('send');
    await send();
    expect(world.commands.sent[1]?.request).toMatchObject({
      nodeIds: [nodeId(1)],
      comment: `${jobId}/0/2`,
      parameters: { AttemptId: `${jobId}.0.2` },
    });
    await world.result(0);
    expect((await settle()).next).toBe('done');
    expect(await agents()).toMatchObject([
      { status: 'success', attempts: 2 },
      { status: 'success', attempts: 1 },
    ]);
  });

  test('is final the second time', async () => {
    await send();
    await world.result(0, failed);
    await world.result(1);
    await settle();
    await send();
    await world.result(0, failed);
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({ status: 'failed', reason: 'DOWNLOAD_FAILED', error: 'time-out' });
    expect(world.ports.holds.all()).toEqual([]);
  });

  test('keeps its hold while the rest of the batch runs', async () => {
    await send();
    await world.result(0, failed);
    await settle();
    expect(world.ports.holds.all()).toHaveLength(2);
  });

  test('is final at once where the gate is closed', async () => {
    await send();
    await shutGate();
    await world.result(0, failed);
    await world.result(1);
    expect((await settle()).next).toBe('done');
    expect((await agents())[0]).toMatchObject({ state: 'done', reason: 'DOWNLOAD_FAILED' });
  });
});

describe('a batch that was claimed and not sent', () => {
  beforeEach(async () => {
    await world.ports.batches.save(claim(await world.batch(), world.now));
  });

  test('is sent again while the gate is open', async () => {
    expect((await settle()).next).toBe('send');
  });

  test('is followed where the gate is closed and its command is found', async () => {
    await shutGate();
    const request = {
      document: 'package',
      parameters: {},
      nodeIds: [nodeId(1), nodeId(2)],
      comment: `${jobId}/0/1`,
      deliverySeconds: 300,
    } as const;
    await world.commands.send(request);
    expect((await settle()).next).toBe('poll');
    expect(await world.batch()).toMatchObject({ state: 'sent', commandIds: ['command-1'] });
  });

  test('is given back where the gate is closed, once its command would be listed', async () => {
    await shutGate();
    expect((await settle()).next).toBe('poll');
    world.pass(119);
    expect((await settle()).next).toBe('poll');
    world.pass(1);
    expect((await settle()).next).toBe('left');
    expect((await world.batch()).state).toBe('planned');
  });

  test('is failed after an hour of trying', async () => {
    world.pass(3600);
    expect((await settle()).next).toBe('done');
    expect(await agents()).toMatchObject([{ reason: 'COMMAND_REJECTED' }, { reason: 'COMMAND_REJECTED' }]);
  });
});

test('an agent that was never sent, since the gate closed meanwhile, is told so', async () => {
  world = await new MemoryWorld().withBatch(2, { ...batch(2), state: 'claimed', claimedAt: new Date(0).toISOString() });
  await shutGate();
  await world.commands.send({
    document: 'package',
    parameters: {},
    nodeIds: [nodeId(1)],
    comment: `${jobId}/0/1`,
    deliverySeconds: 300,
  });
  await send();
  await settle();
  expect(await agents()).toMatchObject([{ state: 'running' }, { reason: 'NOT_STARTED' }]);
});

test('a batch that was being sent while its job was cancelled is cancelled, once', async () => {
  await send();
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save(closeGate(job, 'CANCELLED', 'why'));
  const cancelled: unknown[] = [];
  const commands = watched(world.commands, (method, [id]) => method === 'cancel' && cancelled.push(id));
  const ports = { ...world.ports, commands };
  await settleBatch(ports, jobId, 0, 0, world.now);
  await settleBatch(ports, jobId, 0, 1, world.now);
  expect(cancelled).toEqual(['command-1']);
});
