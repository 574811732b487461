import * as z from 'zod';
import { batchPorts } from './batch-ports.ts';
import { failJob } from './domain/use-cases/fail-job.ts';
import { jobInput, task } from './task.ts';

const ports = batchPorts();

/** What a Catch of Step Functions hands on. */
const errorSchema = z.object({ Error: z.string(), Cause: z.string().default('') });

/** State "Fail the job" */
export const handler = task(jobInput.extend({ error: errorSchema }), ({ jobId, error }) =>
  failJob(ports, jobId, error, new Date()),
);
