import { describe, expect, test } from '@jest/globals';
import { readJobAnswer } from '../../../functions/answers.ts';
import { claim } from '../../../functions/domain/batch.ts';
import { closeGate, type Job } from '../../../functions/domain/job.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { failJob } from '../../../functions/domain/use-cases/fail-job.ts';
import { finishJob } from '../../../functions/domain/use-cases/finish-job.ts';
import { reconcileJobs } from '../../../functions/domain/use-cases/reconcile-jobs.ts';
import { settleBatch } from '../../../functions/domain/use-cases/settle-batch.ts';
import { submitUpgrade } from '../../../functions/domain/use-cases/submit-upgrade.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agentTypes, cursors, jobId, request } from '../../fixtures.ts';

const error = { Error: 'JobStuck' };
const stored = async (world: MemoryWorld): Promise<Job> => {
  const job = await world.ports.jobs.get(jobId);
  if (job === undefined) throw new Error('There is no job.');
  return job;
};
const send = (world: MemoryWorld) => upgradeAgents(world.ports, jobId, 0, 'token', world.now);

describe('finishing a job', () => {
  test.each([
    ['every agent succeeded', [{}, {}], { status: 'success', reason: 'ALL_SUCCEEDED' }],
    [
      'one agent failed',
      [{}, { outcome: 'failed', reason: 'CHECKSUM_MISMATCH' }],
      { status: 'failed', reason: 'SOME_FAILED' },
    ],
  ] as const)('%s', async (_sentence, results, expected) => {
    const world = await new MemoryWorld().withBatch(2);
    const chunk = {
      kind: 'batch',
      batch: 0,
      agentType: 'demo-agent',
      node: 'n',
      version: '1.5.0',
      oldVersion: null,
      lane: null,
      network: null,
    } as const;
    await world.ports.jobs.decideTargets(jobId, 0, [chunk, chunk]);
    await send(world);
    for (const [index, result] of results.entries()) await world.result(index, result);
    await settleBatch(world.ports, jobId, 0, 0, world.now);
    await finishJob(world.ports, jobId, world.now);
    expect(await stored(world)).toMatchObject({ ...expected, phase: 'done', completedAt: world.now.toISOString() });
  });

  test('an agent that was never sent makes the job failed, with the reason for which the gate closed', async () => {
    const world = await new MemoryWorld().withBatch(2);
    await world.ports.jobs.save(closeGate(await stored(world), 'WORKFLOW_LOST', 'why'));
    await finishJob(world.ports, jobId, world.now);
    expect(await stored(world)).toMatchObject({ status: 'failed', reason: 'WORKFLOW_LOST' });
  });

  test('an agent that was to be tried again is free when the job ends before that', async () => {
    const world = await new MemoryWorld().withBatch(1);
    await send(world);
    await world.result(0, { outcome: 'failed', reason: 'DOWNLOAD_FAILED', newVersion: '1.4.2' });
    await settleBatch(world.ports, jobId, 0, 0, world.now);
    expect(world.ports.holds.all()).toHaveLength(1);
    await world.ports.jobs.save(closeGate(await stored(world), 'CANCELLED', 'why'));
    await finishJob(world.ports, jobId, world.now);
    expect(world.ports.holds.all()).toEqual([]);
  });

  test('finishing again changes nothing', async () => {
    const world = await new MemoryWorld().withBatch(1);
    await finishJob(world.ports, jobId, world.now);
    const before = await stored(world);
    world.pass(60);
    await finishJob(world.ports, jobId, world.now);
    expect(await stored(world)).toEqual(before);
  });
});

describe('failing a job', () => {
  test('closes the gate and follows what was sent to its end before the job ends', async () => {
    const world = await new MemoryWorld().withBatch(2);
    await send(world);
    expect(await failJob(world.ports, jobId, error, world.now)).toMatchObject({ next: 'poll' });
    expect(await stored(world)).toMatchObject({
      phase: 'planning',
      gate: {
        state: 'closed',
        reason: 'WORKFLOW_FAILED',
        detail: expect.stringMatching(/^The workflow met JobStuck\. [\w -]+\.$/),
      },
    });
    await world.result(0);
    await world.result(1);
    expect(await failJob(world.ports, jobId, error, world.now)).toMatchObject({ next: 'done' });
    expect(await stored(world)).toMatchObject({ phase: 'done', status: 'success' });
    expect(world.ports.holds.all()).toEqual([]);
  });

  test('a batch that cannot be settled does not keep the job for ever', async () => {
    const world = await new MemoryWorld().withBatch(2);
    await send(world);
    world.commands.invocations = async () => {
      throw new Error('AccessDeniedException');
    };
    await expect(failJob(world.ports, jobId, error, world.now)).rejects.toThrow('AccessDeniedException');
    world.pass(3600);
    const abandoned = [{ batch: 0, error: new Error('AccessDeniedException') }];
    expect(await failJob(world.ports, jobId, error, world.now)).toEqual({ next: 'done', abandoned });
    expect((await world.batch()).agents).toMatchObject([
      { reason: 'NODE_UNREACHABLE' },
      { reason: 'NODE_UNREACHABLE' },
    ]);
    expect(await stored(world)).toMatchObject({ phase: 'done', status: 'failed' });
  });

  test('tells readers of the job the names of errors, and neither their messages nor their traces', async () => {
    const world = await new MemoryWorld().withBatch(1);
    await send(world);
    world.commands.invocations = async () => {
      throw Object.assign(new Error('User: arn:aws:sts::111122223333:assumed-role/x'), {
        name: 'AccessDeniedException',
      });
    };
    world.pass(3600);
    const Cause = JSON.stringify({
      errorMessage: 'arn:aws:iam::111122223333:role/y',
      trace: ['at /var/task/index.mjs'],
    });
    await failJob(world.ports, jobId, { Error: 'Lambda.Unknown', ...{ Cause } }, world.now);
    const answer = await readJobAnswer({ ...world.ports, agentTypes, cursors }, await stored(world), world.now);
    expect(answer.detail).toMatch(/^The workflow met Lambda\.Unknown\. /);
    expect(answer.agents[0]?.error).toMatch(/, for AccessDeniedException\. /);
    expect(JSON.stringify(answer)).not.toMatch(/var.task|arn:|trace/);
  });

  test('a batch that was claimed by a sender that died is given back', async () => {
    const world = await new MemoryWorld().withBatch(2);
    await world.ports.batches.save(claim(await world.batch(), world.now));
    world.pass(120);
    expect(await failJob(world.ports, jobId, error, world.now)).toMatchObject({ next: 'done' });
    expect((await world.batch()).state).toBe('planned');
  });
});

describe('reconciling', () => {
  const submitted = async () => {
    const world = new MemoryWorld();
    const spec = jobSpecOf(upgradeRequestSchema.parse(request));
    const submission = {
      id: jobId,
      spec,
      targets: request.agentUuids,
      fingerprint: 'one',
      requestedBy: 'somebody',
      key: undefined,
    };
    await submitUpgrade(world.ports, submission, world.now);
    return world;
  };
  const reconcile = (world: MemoryWorld) => reconcileJobs(world.ports, world.now);

  test('a running job is left alone', async () => {
    const world = await submitted();
    world.pass(3600);
    expect(await reconcile(world)).toEqual([]);
  });

  test('a job whose workflow never started is started under its own name, its gate open', async () => {
    const world = await submitted();
    world.workflow.executions.clear();
    expect(await reconcile(world)).toEqual([]);
    world.pass(60);
    expect(await reconcile(world)).toEqual([jobId]);
    expect([...world.workflow.executions]).toEqual([[jobId, 'running']]);
    expect((await stored(world)).gate).toEqual({ state: 'open' });
  });

  test('a job whose execution ended before it is closed and started again, each time under a new name', async () => {
    const world = await submitted();
    world.pass(60);
    world.workflow.executions.set(jobId, 'ended');
    expect(await reconcile(world)).toEqual([jobId]);
    expect(await reconcile(world)).toEqual([]);
    expect(await stored(world)).toMatchObject({
      gate: { state: 'closed', reason: 'WORKFLOW_LOST' },
      execution: { name: `${jobId}-r1`, restarts: 1 },
    });
    world.workflow.executions.set(`${jobId}-r1`, 'ended');
    expect(await reconcile(world)).toEqual([jobId]);
    expect(world.workflow.executions.get(`${jobId}-r2`)).toBe('running');
  });

  test('a job that is done is none of its business', async () => {
    const world = await submitted();
    world.pass(60);
    world.workflow.executions.set(jobId, 'ended');
    await world.ports.jobs.save({ ...(await stored(world)), phase: 'done', status: 'success' });
    expect(await reconcile(world)).toEqual([]);
  });
});
