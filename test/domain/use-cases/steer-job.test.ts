import { beforeEach, describe, expect, test } from '@jest/globals';
import { steerJob } from '../../../functions/domain/use-cases/steer-job.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { caller, jobId } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = await new MemoryWorld().withBatch(2);
});

describe('steering a job', () => {
  test('writes the job before it wakes the workflow', async () => {
    const job = await world.ports.jobs.get(jobId);
    if (job !== undefined) await world.ports.jobs.save({ ...job, waitToken: 'token' });
    const order: string[] = [];
    const ports = {
      ...world.ports,
      jobs: watched(world.ports.jobs, (method) => order.push(method)),
      waker: watched(world.ports.waker, (method) => order.push(method)),
    };
    await steerJob(ports, jobId, 'pause', caller('ann'), world.now);
    expect(order).toEqual(['get', 'targetChunks', 'keepEvent', 'save', 'wake']);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('cancelling ends the commands that are under way, and pausing does not', async () => {
    await upgradeAgents(world.ports, jobId, 0, 'token', world.now);
    await steerJob(world.ports, jobId, 'pause', caller('ann'), world.now);
    expect(await world.commands.invocations('command-1')).toMatchObject([{ over: false }, { over: false }]);
    await steerJob(world.ports, jobId, 'cancel', caller('ann'), world.now);
    expect(await world.commands.invocations('command-1')).toMatchObject([
      { detail: 'Cancelled' },
      { detail: 'Cancelled' },
    ]);
  });

  test('a write of the workflow in between does not lose the call', async () => {
    const { jobs } = world.ports;
    let conflicts = 0;
    const meddling = {
      ...world.ports,
      jobs: Object.assign(Object.create(jobs) as typeof jobs, {
        get: jobs.get.bind(jobs),
        keepEvent: jobs.keepEvent.bind(jobs),
        targetChunks: jobs.targetChunks.bind(jobs),
        save: async (job: Parameters<typeof jobs.save>[0]) => {
          if (conflicts++ === 0) await jobs.save({ ...job, gate: { state: 'open' }, note: 'the workflow was here' });
          return jobs.save(job);
        },
      }),
    };
    const steered = await steerJob(meddling, jobId, 'pause', caller('ann'), world.now);
    expect(steered).toMatchObject({ note: 'the workflow was here', gate: { state: 'held' } });
  });

  test('of two calls at once one wins, and the other is told the state', async () => {
    const calls = await Promise.allSettled([
      steerJob(world.ports, jobId, 'cancel', caller('ann'), world.now),
      steerJob(world.ports, jobId, 'cancel', caller('bob'), world.now),
    ]);
    expect(calls.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = calls.find((call) => call.status === 'rejected');
    expect(refused?.reason).toMatchObject({ kind: 'conflict', code: 'WRONG_STATE' });
  });

  test('an unknown job is not found', async () => {
    await expect(
      steerJob(world.ports, 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E', 'pause', caller('ann'), world.now),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});
