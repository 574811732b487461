import { beforeEach, describe, expect, test } from '@jest/globals';
import { ConcurrentWrite } from '../../../functions/domain/errors.ts';
import { rollbackIdOf } from '../../../functions/domain/lineage.ts';
import { rollbackRequestSchema } from '../../../functions/domain/rollback.ts';
import { rollBackJob } from '../../../functions/domain/use-cases/roll-back-job.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { caller, jobId, later } from '../../fixtures.ts';

const rollbackId = rollbackIdOf(jobId);

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(2);
  const job = await world.ports.jobs.get(jobId);
  if (job !== undefined) await world.ports.jobs.save({ ...job, waitToken: 'token' });
});

const rollBack = (ports = world.ports, subject = 'ann') =>
  rollBackJob(ports, jobId, { note: 'sick' }, caller(subject), world.now);

describe('rolling back a job that runs', () => {
  const rollBackIn = (days: number, bakeSeconds: number) => {
    const rollout = { startAt: later(days * 86_400).toISOString(), bakeSeconds };
    return rollBackJob(world.ports, jobId, rollbackRequestSchema.parse({ rollout }), caller('ann'), world.now);
  };

  test('is refused where it would start too late to come to its end, and leaves the job alone', async () => {
    await expect(rollBackIn(361, 0)).rejects.toMatchObject({ code: 'START_TOO_FAR' });
    await expect(rollBackIn(351, 10 * 86_400)).rejects.toMatchObject({ code: 'START_TOO_FAR' });
    expect(await world.ports.jobs.get(jobId)).toMatchObject({ gate: { state: 'open' }, rollbackAsked: null });
  });

  test('counts its bake once: all its agents go in one wave', async () => {
    expect((await rollBackIn(350, 10 * 86_400)).id).toBe(rollbackId);
  });

  test('writes the parent, wakes its workflow, and then makes and starts the job', async () => {
    const order: string[] = [];
    const note = (method: string) => ['save', 'wake', 'create', 'start'].includes(method) && order.push(method);
    const { jobs, workflow, waker } = world.ports;
    await rollBack({
      ...world.ports,
      jobs: watched(jobs, note),
      workflow: watched(workflow, note),
      waker: watched(waker, note),
    });
    expect(order).toEqual(['save', 'wake', 'create', 'start']);
    expect(world.workflow.woken).toEqual(['token']);
    expect([...world.workflow.executions.keys()]).toEqual([rollbackId]);
  });

  test('ends the commands that are under way at once', async () => {
    await upgradeAgents(world.ports, jobId, 0, 'token', world.now);
    await rollBack();
    expect(await world.commands.invocations('command-1')).toMatchObject([
      { detail: 'Cancelled' },
      { detail: 'Cancelled' },
    ]);
  });

  test('a write of the workflow in between does not lose the call', async () => {
    let conflicts = 0;
    const meddling = watched(world.ports.jobs, (method) => {
      if (method === 'save' && conflicts++ === 0) throw new ConcurrentWrite(jobId);
    });
    expect(await rollBack({ ...world.ports, jobs: meddling })).toMatchObject({ id: rollbackId });
    expect(conflicts).toBe(2);
  });

  test.each(['save', 'wake', 'create'])(
    'a crash after "%s" is completed by a repeat, whoever repeats it, as it was asked for first',
    async (last) => {
      let crashed = false;
      const crash = (method: string) => {
        if (crashed) throw new Error('crash');
        crashed = method === last;
      };
      const { jobs, workflow, waker } = world.ports;
      const ports = {
        ...world.ports,
        jobs: watched(jobs, crash),
        workflow: watched(workflow, crash),
        waker: watched(waker, crash),
      };
      await expect(rollBack(ports)).rejects.toThrow('crash');
      expect(await rollBack(world.ports, 'bob')).toMatchObject({ id: rollbackId, requestedBy: 'ann', note: 'sick' });
      expect([...world.workflow.executions.keys()]).toEqual([rollbackId]);
    },
  );
});
