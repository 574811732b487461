import { describe, expect, test } from '@jest/globals';
import { closeGate, holdGate } from '../../../functions/domain/job.ts';
import { wasChanged } from '../../../functions/domain/lineage.ts';
import { UnknownNode } from '../../../functions/domain/ports.ts';
import { agentResults } from '../../../functions/domain/results.ts';
import { retryRequestSchema } from '../../../functions/domain/retry.ts';
import { tallyOf } from '../../../functions/domain/threshold.ts';
import { putFreeze } from '../../../functions/domain/use-cases/put-freeze.ts';
import { retryJob } from '../../../functions/domain/use-cases/retry-job.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { steerJob } from '../../../functions/domain/use-cases/steer-job.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { batch, caller, jobId, nodeId, now, plannedJob, version } from '../../fixtures.ts';

/** The same port with some of its methods replaced. */
function but<Port extends object>(port: Port, change: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const own: unknown = Reflect.get(change, name);
      if (own !== undefined) return own;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
const shut = async (world: MemoryWorld, how: 'close' | 'hold') => {
  const job = await world.ports.jobs.get(jobId);
  if (job)
    await world.ports.jobs.save(how === 'close' ? closeGate(job, 'CANCELLED', 'x') : holdGate(job, 'PAUSED', 'x'));
};
const settle = (world: MemoryWorld, ports = world.ports) => settleBatch(ports, jobId, 0, 0, world.now);

describe('a batch whose sender died between sending and writing', () => {
  test('is not taken for one that was not sent, only since the list lags for a moment', async () => {
    const world = await new MemoryWorld().withBatch(1);
    const commands = but(world.commands, {
      send: async (request) => {
        await world.commands.send(request);
        throw new Error('socket hang up');
      },
      find: async () => [], // the list lags behind by seconds, as the port says
    });
    await expect(upgradeAgents({ ...world.ports, commands }, jobId, 0, 't1', world.now)).rejects.toThrow('hang up');
    await shut(world, 'close');
    world.pass(2); // RETRY_FAILURES: 0 to 2 s
    await upgradeAgents({ ...world.ports, commands }, jobId, 0, 't2', world.now);
    expect(world.commands.sent).toHaveLength(1);
    expect((await world.batch()).state).not.toBe('planned');
    expect(world.ports.holds.all()).not.toEqual([]);
  });

  test('whose other half was not sent does not end those agents while the job is only paused', async () => {
    const world = await new MemoryWorld().withBatch(2);
    let calls = 0;
    const commands = but(world.commands, {
      send: async (request) => {
        if (request.nodeIds.length === 2) throw new UnknownNode('x');
        if (++calls === 2) throw new Error('socket hang up');
        return world.commands.send(request);
      },
    });
    await expect(upgradeAgents({ ...world.ports, commands }, jobId, 0, 't1', world.now)).rejects.toThrow('hang up');
    await shut(world, 'hold');
    await upgradeAgents(world.ports, jobId, 0, 't2', world.now);
    await settle(world);
    expect((await world.batch()).agents[1]).not.toMatchObject({ state: 'done', reason: 'NOT_STARTED' });
  });
});

describe('nothing is sent after', () => {
  test('a freeze whose PUT was answered', async () => {
    const world = await new MemoryWorld().withBatch(1);
    const commands = but(world.commands, {
      connections: async (ids) => {
        await putFreeze(world.ports, { scope: 'all', reason: 'stop', until: null }, caller('admin'), world.now);
        return world.commands.connections(ids);
      },
    });
    await upgradeAgents({ ...world.ports, commands }, jobId, 0, 't', world.now);
    expect(world.commands.sent).toEqual([]);
  });
  test('a pause that was answered', async () => {
    const world = await new MemoryWorld().withBatch(1);
    const commands = but(world.commands, {
      connections: async (ids) => {
        await steerJob(world.ports, jobId, 'pause', caller('operator'), world.now);
        return world.commands.connections(ids);
      },
    });
    await upgradeAgents({ ...world.ports, commands }, jobId, 0, 't', world.now);
    expect(world.commands.sent).toEqual([]);
  });
});

describe('a batch comes to its end within 30 days', () => {
  const polls = async (world: MemoryWorld, ports = world.ports) => {
    let next: string = 'poll';
    for (let day = 0; day < 30 && next === 'poll'; day++) {
      world.pass(86_400);
      ({ next } = await settle(world, ports));
    }
    return next;
  };
  test('also where the deployment no longer knows its agent type', async () => {
    const world = await new MemoryWorld().withBatch(1);
    await upgradeAgents(world.ports, jobId, 0, 't', world.now);
    await world.silence(0, 'Execution Timed Out');
    expect(await polls(world, { ...world.ports, agentTypes: new Map() })).toBe('done');
  });
  test('also where the invocations of its probe are never listed', async () => {
    const world = await new MemoryWorld().withBatch(1);
    await upgradeAgents(world.ports, jobId, 0, 't', world.now);
    await world.silence(0, 'Execution Timed Out');
    const commands = but(world.commands, {
      invocations: async (id) => (id === 'command-1' ? world.commands.invocations(id) : []),
    });
    expect(await polls(world, { ...world.ports, commands })).toBe('done');
  });
});

test('two failures at once are not both borne by a threshold of one', async () => {
  const world = new MemoryWorld();
  const { jobs, batches, catalogue } = world.ports;
  await catalogue.publish(version);
  const planned = plannedJob(3);
  const job = { ...planned, rollout: { ...planned.rollout, failureThreshold: 1, canaryThreshold: 1 } };
  await jobs.create(job, ['a', 'b', 'c']);
  for (const number of [0, 1, 2]) {
    const [one] = batch(1).agents;
    if (one === undefined) throw new Error();
    const agents = [{ ...one, agentUuid: `item${number}`, node: `111122223333:eu-west-1:${nodeId(number)}` }];
    await batches.create({ ...batch(1), number, agents });
    world.commands.connect(nodeId(number), 'online');
  }
  for (const number of [0, 1]) {
    await upgradeAgents(world.ports, jobId, number, `t${number}`, world.now);
    const line = {
      fleetUpgrade: 1,
      attemptId: `${jobId}.${number}.1`,
      outcome: 'failed',
      reason: 'HEALTH_CHECK_FAILED',
      oldVersion: '1.4.2',
      newVersion: '1.4.2',
      healthy: true,
      message: '',
    };
    world.commands.answer('package', nodeId(number), 'Failed', `${JSON.stringify(line)}\n`);
  }
  await Promise.all([0, 1].map((number) => settleBatch(world.ports, jobId, number, 0, world.now)));
  await upgradeAgents(world.ports, jobId, 2, 't2', world.now);
  expect((await jobs.get(jobId))?.gate.state).toBe('closed');
  expect(world.commands.sent).toHaveLength(2);
});

test('an agent that was never reached is not taken back: the inventory was behind', async () => {
  const world = await new MemoryWorld().withBatch(1);
  const stored = await world.batch();
  await world.ports.batches.save({ ...stored, agents: stored.agents.map((one) => ({ ...one, oldVersion: '1.3.0' })) });
  for (let attempt = 0; attempt < 2; attempt++) {
    await upgradeAgents(world.ports, jobId, 0, 't', world.now);
    await world.silence(0, 'Delivery Timed Out');
    world.pass(700);
    await settle(world);
    await world.report(0, { version: '1.4.2' });
    await settle(world);
  }
  expect(await world.batch()).toMatchObject({ state: 'settled', agents: [{ reason: 'NOT_UPGRADED' }] });
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error();
  const [result] = agentResults(job, await world.ports.jobs.targetChunks(job), [await world.batch()]);
  expect(result && wasChanged(result)).toBe(false);
});

test('whoever resumes is forgiven no failure that is still to come', async () => {
  const world = await new MemoryWorld().withBatch(2);
  await upgradeAgents(world.ports, jobId, 0, 't', world.now);
  await world.result(0, { outcome: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2' });
  await settle(world); // one of two is done, for now
  await steerJob(world.ports, jobId, 'pause', caller('operator'), world.now);
  await steerJob(world.ports, jobId, 'resume', caller('operator'), world.now);
  await world.result(1);
  await settle(world); // planned again
  const job = await world.ports.jobs.get(jobId);
  const tally = tallyOf([await world.batch()]);
  expect(tally.failed - (job?.forgiven.failed ?? 0)).toBeGreaterThanOrEqual(0);
});

test('a batch whose sender died behind the send gives its holds back when it is settled', async () => {
  const world = await new MemoryWorld().withBatch(1);
  const commands = but(world.commands, {
    send: async (request) => {
      await world.commands.send(request);
      throw new Error('socket hang up');
    },
  });
  await expect(upgradeAgents({ ...world.ports, commands }, jobId, 0, 't1', world.now)).rejects.toThrow('hang up');
  await upgradeAgents(world.ports, jobId, 0, 't2', world.now); // finds the command by its comment
  await world.result(0);
  await settle(world);
  expect(await world.batch()).toMatchObject({ state: 'settled', agents: [{ reason: 'UPGRADED' }] });
  expect(world.ports.holds.all()).toEqual([]);
});

test('a retry brings no artifact from where none is allowed any more', async () => {
  const { ports } = new MemoryWorld();
  const artifact = { url: 'https://withdrawn.example.com/x.tar.gz', sha256: 'a'.repeat(64), signature: null };
  await ports.jobs.create({ ...plannedJob(0), artifact, phase: 'done', status: 'failed', targetCount: 1 }, ['item1']);
  await ports.jobs.decideTargets(jobId, 0, [{ kind: 'done', reason: 'AGENT_NOT_FOUND', oldVersion: null }]);
  const id = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0RETRY00';
  const retry = (sources: readonly string[]) =>
    retryJob(
      ports,
      jobId,
      retryRequestSchema.parse({}),
      { isAdmin: false, sources, requireChecksum: true },
      { id, fingerprint: 'f', requestedBy: 'operator', fence: null, key: undefined },
      now,
    );
  await expect(retry([])).rejects.toMatchObject({ code: 'ARTIFACT_SOURCE_NOT_ALLOWED' });
  expect((await retry(['https://withdrawn.example.com/'])).artifact).toEqual(artifact);
});
