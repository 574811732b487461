import * as z from 'zod';
import { batchPorts } from './batch-ports.ts';
import { settleQueue } from './domain/use-cases/settle-queue.ts';
import { queueInput, task } from './task.ts';

const ports = batchPorts();

/** State "Settle the batch" */
export const handler = task(queueInput.extend({ polls: z.int().min(0) }), ({ jobId, queue, polls }) =>
  settleQueue(ports, jobId, queue, polls, new Date()),
);
