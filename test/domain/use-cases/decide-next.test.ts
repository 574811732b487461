import { describe, expect, test } from '@jest/globals';
import { decideNextStep } from '../../../functions/domain/use-cases/decide-next.ts';
import { MemoryAlarms } from '../../fakes/memory-alarms.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { batch, jobId, now, plannedJob } from '../../fixtures.ts';

/** A job of so many batches, all of one site, of which `max` agents may be in flight. */
const decide = async (batches: number, max: number | null) => {
  const ports = { ...new MemoryWorld().ports, alarms: new MemoryAlarms() };
  const planned = plannedJob(batches);
  const concurrencyPerTag = max === null ? null : { tag: 'site', max };
  await ports.jobs.create({ ...planned, rollout: { ...planned.rollout, concurrencyPerTag } }, []);
  for (let number = 0; number < batches; number++)
    await ports.batches.create(batch(1, { number, lane: max === null ? null : 'a' }));
  return decideNextStep(ports, jobId, now);
};
const each = (count: number) => Array.from({ length: count }, (_, number) => [number]);

describe('what the workflow is told to run', () => {
  test.each<[string, number, number | null, object]>([
    [
      'without a tag limit every batch is a queue',
      3,
      null,
      { next: 'upgradeInline', queues: each(3), maxConcurrency: 50 },
    ],
    ['one agent of a site at once is one queue', 3, 1, { next: 'upgradeInline', queues: [[0, 1, 2]] }],
    ['two at once are two queues', 3, 2, { next: 'upgradeInline', queues: [[0, 2], [1]] }],
    ['forty batches run in the execution itself', 40, 40, { next: 'upgradeInline', queues: each(40) }],
    [
      'more of them run in a child, in however few queues they are: it is the batches whose events count',
      41,
      1,
      { next: 'upgradeDistributed', queues: [each(41).flat()] },
    ],
  ])('%s', async (_sentence, batches, max, expected) => {
    expect(await decide(batches, max)).toMatchObject(expected);
  });
});
