import type { Queue } from '../queues.ts';
import { type Settlement, type SettlingPorts, settleBatch } from './settle-batch.ts';

/** What the workflow's choice reads. `queue` is what it goes on with: its first batch is the one that is asked about or sent next. */
export interface QueueSettlement extends Pick<Settlement, 'waitSeconds' | 'polls'> {
  readonly next: 'done' | 'poll' | 'send';
  readonly queue: Queue;
}

/**
 * Settles the first batch of the queue; once it is settled, the next one is to be sent. A batch that was not sent ends the queue: what
 * kept it (a gate or a window that is shut) keeps those behind it as well, and the next pass decides about all of them.
 * @param polls how often the queue's first batch was asked about before
 */
export async function settleQueue(
  ports: SettlingPorts,
  jobId: string,
  queue: Queue,
  polls: number,
  now: Date,
): Promise<QueueSettlement> {
  const [number, following, ...others] = queue;
  const { next, ...pause } = await settleBatch(ports, jobId, number, polls, now);
  switch (next) {
    case 'done':
      if (following === undefined) return { next, ...pause, queue };
      return { next: 'send', waitSeconds: 1, polls: 0, queue: [following, ...others] };
    case 'left':
      return { next: 'done', ...pause, queue };
    case 'poll':
    case 'send':
      return { next, ...pause, queue };
  }
}
