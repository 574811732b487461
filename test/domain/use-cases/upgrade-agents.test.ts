import { beforeEach, describe, expect, test } from '@jest/globals';
import { claim } from '../../../functions/domain/batch.ts';
import { closeGate } from '../../../functions/domain/job.ts';
import { CommandRejected, type Commands } from '../../../functions/domain/ports.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { agentType, artifact, batch, jobId, later, nodeId, now } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(3);
});

const send = (token = 'token') => upgradeAgents(world.ports, jobId, 0, token, world.now);
const agents = async () => (await world.batch()).agents;
const holderOf = (index: number) => {
  const hold = {
    node: `111122223333:eu-west-1:${nodeId(index)}`,
    agentType: agentType.name,
    jobId: 'another',
    until: later(1),
  };
  return world.ports.holds.acquire(hold, world.now);
};

const shutGate = async () => {
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save(closeGate(job, 'WORKFLOW_LOST', 'why'));
};

describe('upgrading the agents of a batch', () => {
  test('sends one command to all of them and leaves the token where its end finds it', async () => {
    await send();
    expect(world.commands.sent).toHaveLength(1);
    expect(world.commands.sent[0]?.request).toMatchObject({
      document: 'package',
      nodeIds: [nodeId(1), nodeId(2), nodeId(3)],
      comment: `${jobId}/0/1`,
      deliverySeconds: 300,
      parameters: {
        Action: 'upgrade',
        AttemptId: `${jobId}.0.1`,
        Version: '1.5.0',
        NotAfter: String(now.getTime() / 1000 + 660),
        Artifacts: Buffer.from(`any/any ${artifact.url} ${artifact.sha256} -`).toString('base64url'),
      },
    });
    expect(await world.batch()).toMatchObject({ state: 'sent', commandIds: ['command-1'] });
    expect(await agents()).toMatchObject([{ state: 'running', reason: 'SENT', attempts: 1, held: true }, {}, {}]);
    expect(await world.ports.tokens.get('command-1')).toBe('token');
    expect(world.workflow.woken).toEqual([]);
  });

  test('holds the agents for the job', async () => {
    await send();
    expect(await holderOf(1)).toEqual({ heldBy: jobId });
  });

  test('a repeat sends nothing again and leaves its own token', async () => {
    await send('first');
    await send('second');
    expect(world.commands.sent).toHaveLength(1);
    expect(await world.ports.tokens.get('command-1')).toBe('second');
  });

  test('a command that was over before the token was stored wakes at once', async () => {
    await send('first');
    for (const index of [0, 1, 2]) await world.result(index);
    await send('second');
    expect(world.workflow.woken).toEqual(['second']);
  });

  test('a closed gate sends nothing, gives the claim and the holds back, and wakes', async () => {
    await shutGate();
    await send();
    expect(world.commands.sent).toEqual([]);
    expect(await world.batch()).toMatchObject({ state: 'planned', claimedAt: null });
    expect(world.ports.holds.all()).toEqual([]);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('the gate is read after the claim, so that whoever closes it sees every claim', async () => {
    const order: string[] = [];
    const ports = {
      ...world.ports,
      jobs: watched(world.ports.jobs, (method) => order.push(`jobs.${method}`)),
      batches: watched(world.ports.batches, (method) => order.push(`batches.${method}`)),
    };
    await upgradeAgents(ports, jobId, 0, 'token', now);
    // The first look at the job tells whether it is simulated; the gate is read behind the claim, and again right before the command.
    expect(order).toEqual(['jobs.get', 'batches.get', 'batches.save', 'jobs.get', 'jobs.get', 'batches.save']);
  });

  test.each<[string, () => unknown, object]>([
    [
      'busy: the holding job is named',
      () =>
        world.ports.holds.acquire(
          {
            node: `111122223333:eu-west-1:${nodeId(2)}`,
            agentType: agentType.name,
            jobId: 'upgrade-job-other',
            until: later(60),
          },
          now,
        ),
      { reason: 'AGENT_BUSY', error: expect.stringContaining('upgrade-job-other') },
    ],
    ['offline', () => world.commands.connect(nodeId(2), 'offline'), { reason: 'AGENT_OFFLINE' }],
    ['not managed', () => world.commands.connect(nodeId(2), undefined), { reason: 'NODE_NOT_MANAGED' }],
  ])('an agent that is %s fails with its reason and the others go on', async (_sentence, arrange, expected) => {
    await arrange();
    await send();
    expect(await agents()).toMatchObject([
      { state: 'running' },
      { state: 'done', status: 'failed', ...expected },
      { state: 'running' },
    ]);
    expect(world.commands.sent[0]?.request.nodeIds).toEqual([nodeId(1), nodeId(3)]);
  });

  test('a batch in which nobody can be sent is over at once', async () => {
    for (const index of [1, 2, 3]) world.commands.connect(nodeId(index), 'offline');
    await send();
    expect(world.commands.sent).toEqual([]);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('a node that vanishes after the preflight is found by halves', async () => {
    const connections: Commands['connections'] = async (ids) => new Map(ids.map((id) => [id, 'online']));
    world.commands.connections = connections;
    world.commands.connect(nodeId(2), undefined);
    await send();
    expect(world.commands.sent.map(({ request }) => request.nodeIds)).toEqual([[nodeId(1)], [nodeId(3)]]);
    expect(await agents()).toMatchObject([{ state: 'running' }, { reason: 'NODE_NOT_MANAGED' }, { state: 'running' }]);
    expect((await world.batch()).commandIds).toEqual(['command-1', 'command-2']);
  });

  test('a node that lacks the tag of the deployment is found by halves, too, and the others are sent', async () => {
    world.commands.forbid(nodeId(2));
    await send();
    expect(world.commands.sent.map(({ request }) => request.nodeIds)).toEqual([[nodeId(1)], [nodeId(3)]]);
    expect(await agents()).toMatchObject([
      { state: 'running' },
      { reason: 'COMMAND_REJECTED', error: 'AccessDeniedException: not authorized' },
      { state: 'running' },
    ]);
  });

  test('a command that Systems Manager refuses fails its agents with its words', async () => {
    world.commands.send = async () => {
      throw new CommandRejected('InvalidDocument: gone');
    };
    await send();
    expect(await agents()).toMatchObject([{ reason: 'COMMAND_REJECTED', error: 'InvalidDocument: gone' }, {}, {}]);
  });

  test('a sender that died after sending is taken up by its comment: nothing is sent twice', async () => {
    const real = world.commands.send.bind(world.commands);
    world.commands.send = async (request) => {
      await real(request);
      throw new Error('connection reset');
    };
    await expect(send()).rejects.toThrow('connection reset');
    world.commands.send = real;
    await send();
    expect(world.commands.sent).toHaveLength(1);
    expect(await world.batch()).toMatchObject({ state: 'sent', commandIds: ['command-1'] });
    expect(await world.ports.tokens.get('command-1')).toBe('token');
  });

  test('a sender that died before sending is taken up: the same attempt is sent', async () => {
    await world.ports.batches.save(claim(await world.batch(), now));
    await send();
    expect(world.commands.sent.map(({ request }) => request.comment)).toEqual([`${jobId}/0/1`]);
  });

  test('a settled batch is only woken', async () => {
    world = await new MemoryWorld().withBatch(1, { ...batch(1), state: 'settled' });
    await send();
    expect(world.commands.sent).toEqual([]);
    expect(world.workflow.woken).toEqual(['token']);
  });
});
