import * as z from 'zod';
import { batchPorts } from './batch-ports.ts';
import { settleBatch } from './domain/use-cases/settle-batch.ts';
import { batchInput, task } from './task.ts';

const ports = batchPorts();

/** State "Settle the batch" */
export const handler = task(batchInput.extend({ polls: z.int().min(0) }), ({ jobId, batch, polls }) =>
  settleBatch(ports, jobId, batch, polls, new Date()),
);
