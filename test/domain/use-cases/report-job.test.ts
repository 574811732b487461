import { expect, test } from '@jest/globals';
import { reportJob } from '../../../functions/domain/use-cases/report-job.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { jobId, now } from '../../fixtures.ts';

const page = async (offset: number, limit: number) => {
  const world = await new MemoryWorld().withBatch(3);
  const { report, agents, targetCount } = await reportJob(world.ports, jobId, null, offset, limit, now);
  return { total: report.totals.total, agents: agents.map(({ agentUuid }) => agentUuid), targetCount };
};

test.each([
  ['all', 0, 9, ['item1', 'item2', 'item3']],
  ['the first two', 0, 2, ['item1', 'item2']],
  ['those behind them', 2, 2, ['item3']],
  ['nobody behind the last', 3, 2, []],
])(
  'a report has %s of its agents as they are asked for, and always counts all',
  async (_sentence, offset, limit, agents) => {
    expect(await page(offset, limit)).toEqual({ total: 3, agents, targetCount: 3 });
  },
);

test('there is none of a job that is not there', async () => {
  const { ports } = new MemoryWorld();
  await expect(reportJob(ports, jobId, null, 0, 9, now)).rejects.toMatchObject({
    kind: 'not-found',
    code: 'JOB_NOT_FOUND',
  });
});
