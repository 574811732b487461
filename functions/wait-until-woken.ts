import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { waitUntilWoken } from './domain/use-cases/wait-until-woken.ts';
import { environment } from './environment.ts';
import { factPorts } from './fact-ports.ts';
import { jobInput, task } from './task.ts';

const env = environment(['TABLE_NAME', 'PACE']);
const table = new DynamoTable(env.TABLE_NAME);
const ports = { ...factPorts(table, env.PACE), waker: new SfnWaker(new SFNClient()) };

/** State "Wait until woken" */
export const handler = task(jobInput.extend({ token: z.string().min(1) }), ({ jobId, token }) =>
  waitUntilWoken(ports, jobId, token, new Date()),
);
