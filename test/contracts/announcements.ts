import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Announcements, JobEnded } from '../../functions/domain/job-ended.ts';
import { jobEnded } from '../fixtures.ts';

const otherJobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';

interface World {
  readonly announcements: Announcements;
  readonly heard: () => readonly JobEnded[];
  /** From now on nothing is taken. */
  readonly refuse: () => void;
  readonly stop: () => Promise<void>;
}

/** What whoever tells of jobs' ends does, the real adapter and its twin alike. */
export function announcementsContract(name: string, start: () => Promise<World>): void {
  describe(`${name} keeps the contract of announcements`, () => {
    let world: World;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    test('an end is heard as it was told, each time that it is told', async () => {
      const other = { ...jobEnded, jobId: otherJobId, parentJobId: jobEnded.jobId, detail: 'why' };
      for (const told of [jobEnded, other, jobEnded]) await world.announcements.jobEnded(told);
      expect(world.heard()).toEqual([jobEnded, other, jobEnded]);
    });

    test('whoever tells an end that is not taken is told so', async () => {
      world.refuse();
      await expect(world.announcements.jobEnded(jobEnded)).rejects.toThrow();
      expect(world.heard()).toEqual([]);
    });
  });
}
