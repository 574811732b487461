import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Job } from '../../../functions/domain/job.ts';
import { failJob } from '../../../functions/domain/use-cases/fail-job.ts';
import { finishJob } from '../../../functions/domain/use-cases/finish-job.ts';
import { planRollout } from '../../../functions/domain/use-cases/plan-rollout.ts';
import { reconcileJobs } from '../../../functions/domain/use-cases/reconcile-jobs.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { wakeForCommand } from '../../../functions/domain/use-cases/wake-for-command.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agent, job, jobId, later, plannedJob, version } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(() => {
  world = new MemoryWorld();
});
const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
const settle = (polls = 0) => settleBatch(world.ports, jobId, 0, polls, world.now);
const finish = () => finishJob(world.ports, jobId, world.now);

/** A job whose agents ended like this, one each, before it finishes. */
async function withEnded(results: Parameters<MemoryWorld['result']>[1][], change: Partial<Job> = {}): Promise<void> {
  await world.withBatch(results.length);
  const stored = await world.ports.jobs.get(jobId);
  if (stored === undefined) throw new Error('There is no job.');
  await world.ports.jobs.save({ ...stored, ...change });
  const { agents } = await world.batch();
  const rest = { batch: 0, agentType: 'demo-agent', version: '1.5.0', oldVersion: null, lane: null, network: null };
  const decisions = agents.map(({ node }) => ({ kind: 'batch', node, ...rest }) as const);
  await world.ports.jobs.decideTargets(jobId, 0, decisions);
  await send();
  if (change.simulated) return;
  for (const [index, result] of results.entries()) await world.result(index, result);
  await settle();
}

const failed = { outcome: 'failed', reason: 'CHECKSUM_MISMATCH' } as const;

describe('the end of a job', () => {
  test('is counted by how it ended, with its time and its agents', async () => {
    await withEnded([{}, {}, failed]);
    world.pass(75);
    await finish();
    expect(world.metrics.of('JobsEnded', 'JobSeconds', 'AgentsSucceeded', 'AgentsFailed', 'AgentsEnded')).toEqual([
      'JobsEnded 1 kind=upgrade status=failed',
      'JobSeconds 75 kind=upgrade',
      'AgentsSucceeded 2',
      'AgentsFailed 1',
      'AgentsEnded 2 outcome=success reason=UPGRADED',
      'AgentsEnded 1 outcome=failed reason=CHECKSUM_MISMATCH',
    ]);
  });

  test('of a simulated one counts no agents: nothing happened to them', async () => {
    await withEnded([{}], { simulated: true });
    await finish();
    expect(world.metrics.of('JobsEnded')).toEqual(['JobsEnded 1 kind=simulation status=success']);
    expect(world.metrics.of('AgentsEnded', 'AgentsSucceeded')).toEqual([]);
  });

  test('is told once it is stored, with what became of how many agents', async () => {
    await withEnded([{}, failed], { requestedBy: 'someone', changeTicket: 'CHG-1' });
    world.pass(75);
    const heard: string[] = [];
    world.announcements.jobEnded = async (event) => {
      heard.push((await world.ports.jobs.get(jobId))?.phase ?? '');
      world.announcements.told.push(event);
    };
    await finish();
    expect(heard).toEqual(['done']);
    expect(world.announcements.told).toEqual([
      {
        jobId,
        parentJobId: null,
        action: 'upgrade',
        simulated: false,
        targetVersion: '1.5.0',
        status: 'failed',
        reason: 'SOME_FAILED',
        detail: null,
        requestedBy: 'someone',
        changeTicket: 'CHG-1',
        createdAt: expect.any(String),
        completedAt: world.now.toISOString(),
        durationSeconds: 75,
        agents: { total: 2, succeeded: 1, failed: 1, skipped: 0, excluded: 0 },
      },
    ]);
  });

  test('that nobody heard of is told by whoever comes again, as it was, and counted once', async () => {
    await withEnded([{}]);
    world.announcements.isDeaf = true;
    await expect(finish()).rejects.toThrow('Nobody hears.');
    world.announcements.isDeaf = false;
    const { completedAt } = (await world.ports.jobs.get(jobId)) ?? {};
    world.pass(60);
    await failJob(world.ports, jobId, { Error: 'Lost' }, world.now);
    expect(world.announcements.told).toMatchObject([{ status: 'success', completedAt }]);
    expect(world.metrics.of('JobsEnded')).toEqual(['JobsEnded 1 kind=upgrade status=success']);
  });
});

test('a job is counted as started once, when its plan is complete', async () => {
  await world.ports.catalogue.publish(version);
  await world.ports.agents.register(agent(1));
  await world.ports.jobs.create({ ...job(), action: 'reinstall' }, ['item1']);
  while ((await planRollout(world.ports, jobId, world.now)).next === 'plan');
  await planRollout(world.ports, jobId, world.now);
  expect(world.metrics.noted).toEqual(['JobsStarted 1 kind=reinstall']);
});

describe('a batch', () => {
  test('that is over when it is first looked at is not settled by polling', async () => {
    await world.withBatch(1);
    await send();
    await world.result(0);
    await settle(0);
    await settle(1);
    expect(world.metrics.noted).toEqual(['BatchesSettled 1']);
  });

  test('that is not is settled by polling', async () => {
    await world.withBatch(1);
    await send();
    await settle(0);
    await world.result(0);
    await settle(1);
    expect(world.metrics.noted).toEqual(['BatchesSettled 1', 'BatchesSettledByPolling 1']);
  });

  test('tells of each agent that could not go back as soon as it is known, once', async () => {
    await world.withBatch(3);
    await send();
    await world.result(0, { outcome: 'failed', reason: 'ROLLBACK_FAILED' });
    await settle(0);
    await settle(1);
    expect(world.metrics.noted).toEqual(['RollbacksFailed 1']);
  });

  test('that takes an expired hold over tells so', async () => {
    await world.withBatch(2);
    const { agents, agentType } = await world.batch();
    const other = { agentType, jobId: 'upgrade-job-other', until: later(-1) };
    for (const { node } of agents.slice(1)) await world.ports.holds.acquire({ node, ...other }, later(-60));
    await send();
    expect(world.metrics.noted).toEqual(['HoldsExpired 1']);
  });
});

test('an event counts where it woke a batch', async () => {
  await world.withBatch(1);
  await send();
  for (const id of [...(await world.batch()).commandIds, 'another command']) await wakeForCommand(world.ports, id);
  expect(world.metrics.noted).toEqual(['BatchesWoken 1']);
});

describe('a round of the reconciler', () => {
  const others = ['E', 'F'].map((end) => `${jobId.slice(0, -1)}${end}`);

  test('tells how many jobs are open, stuck, and were taken up', async () => {
    for (const id of [jobId, ...others]) {
      await world.ports.jobs.create(plannedJob(1, { id, execution: { name: id, restarts: 0 } }), ['item1']);
      if (id !== jobId) await world.ports.workflow.start(id, id);
    }
    world.pass(25 * 3600);
    await reconcileJobs(world.ports, world.now);
    expect(world.metrics.noted).toEqual(['OpenJobs 3', 'StuckJobs 3', 'JobsTakenUp 1']);
  });

  test('tells zeros where there are none, so that its silence says that it does not run', async () => {
    await reconcileJobs(world.ports, world.now);
    expect(world.metrics.noted).toEqual(['OpenJobs 0', 'StuckJobs 0']);
  });

  test('tells also where it fails', async () => {
    await world.ports.jobs.create(plannedJob(1), ['item1']);
    world.pass(3600);
    world.workflow.status = async () => {
      throw new Error('no answer');
    };
    await expect(reconcileJobs(world.ports, world.now)).rejects.toThrow('no answer');
    expect(world.metrics.noted).toContain('OpenJobs 1');
  });
});
