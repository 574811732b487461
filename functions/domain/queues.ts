import * as z from 'zod';
import type { Batch } from './batch.ts';
import type { Job } from './job.ts';
import { sizeInLane } from './lane.ts';
import { batchSize } from './rollout.ts';
import { isUnderWay } from './wave-facts.ts';

/** Numbers of batches that run one after the other: the first one now, the next one when it is settled. */
export const queueSchema = z.tuple([z.int().min(0)], z.int().min(0));
export type Queue = z.infer<typeof queueSchema>;

/**
 * Batches of one queue in one pass. A batch costs 39 events with one poll and one retry, and 9 for each further poll. One that is asked for as
 * long as its scripts may run (3,060 s, pauses of up to 600 s) is polled about 20 times in its two attempts: 219 events. A hundred of
 * those are 21,900 of the 25,000 events that an execution may have. The next pass takes the rest.
 */
export const MOST_BATCHES_IN_A_QUEUE = 100;

type Queued = Pick<Batch, 'number' | 'state' | 'lane'>;

/**
 * Puts these batches into the queues of one pass. A batch that is in no lane is a queue of its own. Those of one lane are dealt over as
 * many queues as keep within its limit, since of a queue one batch is in flight. What is under way comes first: a batch that began in an
 * earlier pass takes its place before another of its lane is sent.
 */
export function queuesOf(job: Pick<Job, 'rollout' | 'targetCount'>, batches: readonly Queued[]): Queue[] {
  const inOrder = [...batches.filter(isUnderWay), ...batches.filter((batch) => !isUnderWay(batch))];
  const lanes = Map.groupBy(inOrder, (batch) => laneToKeep(batch) ?? batch.number);
  return [...lanes].flatMap(([lane, members]) => {
    const numbers = members.map(({ number }) => number);
    return deal(numbers, typeof lane === 'string' ? batchesOfALaneAtOnce(job, lane) : 1);
  });
}

/** At the end of a bake nodes are only asked, which changes nothing on them: no lane limits that. */
const laneToKeep = ({ state, lane }: Queued): string | null =>
  state === 'settled' || state === 'verifying' ? null : lane;

/** Full batches of a lane that together are within its limit. */
function batchesOfALaneAtOnce({ rollout, targetCount }: Pick<Job, 'rollout' | 'targetCount'>, lane: string): number {
  const { concurrency, concurrencyPerTag } = rollout;
  if (concurrencyPerTag === null) return 1;
  const size = sizeInLane(batchSize(targetCount, concurrency), lane, concurrencyPerTag);
  return Math.floor(concurrencyPerTag.max / size);
}

/** The first `queues` numbers are the heads of a queue each; the others follow them in turn. */
function deal(numbers: readonly number[], queues: number): Queue[] {
  const others = numbers.slice(queues);
  return numbers.slice(0, queues).map((head, queue) => {
    const followers = others.filter((_, turn) => turn % queues === queue);
    return [head, ...followers.slice(0, MOST_BATCHES_IN_A_QUEUE - 1)];
  });
}
