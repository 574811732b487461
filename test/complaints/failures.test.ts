import { describe, expect, test } from '@jest/globals';
import { jobSchema } from '../../functions/domain/job.ts';
import type { Size } from '../../functions/domain/size.ts';
import type { Delivery } from '../../local/ssm/managed-node.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import { jobId, later, nodeId } from '../fixtures.ts';
import { retryId, type WorkflowWorld } from '../functions/workflow-world.ts';
import {
  bad,
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
  versions,
  withTemplate,
} from './fleet.ts';

withTemplate();

describe('a failure threshold is exact', () => {
  /** 40 agents in two waves of 20, one after the other, of which these fail. */
  const run = async (failureThreshold: number | string, failed: readonly number[]) => {
    const world = fleet(many(40).map((script, index) => (failed.includes(index) ? bad : script)));
    await world.upgrade({ concurrency: 1, waves: [{ size: 20 }, { size: 20 }], failureThreshold });
    await expectAReport(world);
    return world;
  };

  test.each([
    { threshold: 0, failed: [], touched: 40, reason: 'ALL_SUCCEEDED' },
    { threshold: 0, failed: [0], touched: 1, reason: 'FAILURE_THRESHOLD' },
    { threshold: '0%', failed: [0], touched: 1, reason: 'FAILURE_THRESHOLD' },
    { threshold: 2, failed: [0], touched: 40, reason: 'SOME_FAILED' },
    { threshold: 2, failed: [0, 1], touched: 40, reason: 'SOME_FAILED' },
    { threshold: 2, failed: [0, 1, 2], touched: 3, reason: 'FAILURE_THRESHOLD' },
    { threshold: '10%', failed: [19], touched: 40, reason: 'SOME_FAILED' },
    { threshold: '10%', failed: [18, 19], touched: 40, reason: 'SOME_FAILED' },
    { threshold: '10%', failed: [17, 18], touched: 19, reason: 'FAILURE_THRESHOLD' },
    { threshold: '10%', failed: [0, 1], touched: 40, reason: 'SOME_FAILED' },
    // Too few have finished when these fail: their share counts at the next failure, and at the end of the wave.
    { threshold: '10%', failed: [0, 1, 14], touched: 15, reason: 'FAILURE_THRESHOLD' },
    { threshold: '10%', failed: [0, 1, 2], touched: 20, reason: 'FAILURE_THRESHOLD' },
  ])('$threshold, and agents $failed fail: $touched of 40 are touched ($reason)', async (given) => {
    const world = await run(given.threshold, given.failed);
    const { reason, progress } = await world.job();
    expect({ reason, touched: sent(world).length }).toEqual({ reason: given.reason, touched: given.touched });
    expect(progress).toMatchObject({
      succeeded: given.touched - given.failed.filter((index) => index < given.touched).length,
    });
    expect(versions(world).filter((version) => version === '1.5.0')).toHaveLength(progress.succeeded);
  });
});

describe('a job whose stored threshold cannot be read sends nothing', () => {
  /** Breaks what is stored, which from then on is read as the database's adapter reads it; answers how to repair it. */
  async function breakThreshold({ stores: { jobs } }: WorkflowWorld): Promise<() => Promise<unknown>> {
    const get = jobs.get.bind(jobs);
    const write = async (failureThreshold: Size) => {
      const job = await get(jobId);
      return job && jobs.save({ ...job, rollout: { ...job.rollout, failureThreshold } });
    };
    jobs.get = async (id) => jobSchema.optional().parse(await get(id));
    await write('lots%');
    return () => write(0);
  }

  test('at its start: its workflow fails within a day, other jobs go on, and once it is repaired it ends', async () => {
    const world = fleet(many(3));
    await world.submit({ startAt: later(HOUR).toISOString() });
    await world.pass(60);
    const repair = await breakThreshold(world);
    await world.pass(30 * HOUR);
    expect(sent(world)).toEqual([]);
    expect(world.stepFunctions.execution(world.executionArn()).status).toBe('FAILED');

    // Not even the job that cannot be read keeps the others from being looked after.
    await world.request({ selector: { agentType: 'demo-agent' }, targetVersion: '1.5.0' }, otherJob(1));
    await world.pass(10);
    world.stepFunctions.stopExecution(world.executionArn(otherJob(1)));
    await world.pass(120);
    await expect(world.reconcile()).rejects.toThrow('failureThreshold');
    await world.clock.run();
    expect(await world.job(otherJob(1))).toMatchObject({ phase: 'done', reason: 'WORKFLOW_LOST' });
    await world.retry({}, otherJob(1));
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({ status: 'success' });

    await repair();
    expect(await world.reconcile()).toEqual([jobId]);
    await world.clock.run();
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'WORKFLOW_LOST' });
    expect(await reasons(world)).toEqual(['NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED']);
    expect(sent(world)).toEqual([]);
    await expectAReport(world);
  });

  test('while it runs: nothing more is sent, and once it is repaired what was under way is told as it is', async () => {
    const world = fleet(many(30));
    await world.submit({ concurrency: 5, failureThreshold: 0 });
    await world.pass(5);
    const repair = await breakThreshold(world);
    await world.pass(12 * HOUR);
    expect(sent(world)).toHaveLength(5);
    await repair();
    await world.clock.run();
    expect(sent(world)).toHaveLength(5);
    const { agents, reason } = await world.job();
    expect(reason).toBe('WORKFLOW_FAILED');
    expect(agents.filter(({ status }) => status === 'success')).toHaveLength(5);
    await expectAReport(world);
  });
});

describe('what may pass is tried again, with a pause, and nothing else is', () => {
  /** Agents that fail each time, each for its reason. */
  async function failFor(all: readonly string[]): Promise<WorkflowWorld> {
    const world = fleet(all.map(failing));
    await world.upgrade();
    expect(await reasons(world)).toEqual(all);
    await expectAReport(world);
    return world;
  }
  const attempts = (world: WorkflowWorld, index: number) => sent(world).filter(({ node }) => node === nodeId(index));

  test.each(['DOWNLOAD_FAILED', 'NOT_AFTER_PASSED', 'NODE_BUSY', 'INTERRUPTED'])(
    '%s: twice in all, 15 seconds apart at least',
    async (reason) => {
      const [first, second, third] = attempts(await failFor([reason]), 0);
      expect(third).toBeUndefined();
      expect(((second?.at ?? 0) - (first?.at ?? 0)) / 1000).toBeGreaterThanOrEqual(20 + 15);
    },
  );

  test.each([
    'CHECKSUM_MISMATCH',
    'UNPACK_FAILED',
    'DISK_FULL',
    'RESTART_FAILED',
    'HEALTH_CHECK_FAILED',
    'ROLLBACK_FAILED',
    'INVALID_PARAMETER',
    'INTERNAL_ERROR',
  ])('%s: once', async (reason) => {
    expect(attempts(await failFor([reason]), 0)).toHaveLength(1);
  });

  test('a canary whose first download fails is no failure yet: the second one decides', async () => {
    const flaky = (failures: number) => {
      let downloads = 0;
      return (): Script => (downloads++ < failures ? failing('DOWNLOAD_FAILED') : good);
    };
    const [once, always] = [fleet([flaky(1), ...many(9)]), fleet([flaky(9), ...many(9)])];
    for (const world of [once, always]) await world.upgrade(nothingAsked);
    expect(await once.job()).toMatchObject({ status: 'success', progress: { succeeded: 10 } });
    expect(await always.job()).toMatchObject({ status: 'failed', reason: 'FAILURE_THRESHOLD' });
    expect(sent(always).map(({ node }) => node)).toEqual([nodeId(0), nodeId(0)]);
  });

  test('a bad artifact reaches the canary alone, and a retry with the right one upgrades everybody', async () => {
    const artifact = { url: 'https://artifacts.example.com/fixed.tar.gz', sha256: 'b'.repeat(64) };
    const fixed = Buffer.from(`any/any ${artifact.url} ${artifact.sha256} -`).toString('base64url');
    const checks = ({ parameters }: Pick<Delivery, 'parameters'>): Script =>
      parameters['Artifacts'] === fixed ? good : failing('CHECKSUM_MISMATCH');
    const world = fleet(many(80, checks));
    await world.upgrade(nothingAsked);
    expect(await world.job()).toMatchObject({ status: 'failed', reason: 'FAILURE_THRESHOLD' });
    expect(await reasons(world)).toEqual(['CHECKSUM_MISMATCH', ...Array.from({ length: 79 }, () => 'NOT_STARTED')]);
    expect(sent(world)).toHaveLength(1);

    await world.retry({ artifact });
    await world.clock.run();
    expect(await world.job(retryId)).toMatchObject({ status: 'success', parentJobId: jobId, artifact });
    expect(new Set(versions(world))).toEqual(new Set(['1.5.0']));
    expect(sent(world, retryId)).toHaveLength(80);
    await expectAReport(world, retryId);
  });
});
