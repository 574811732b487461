import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoCommandTokens } from './adapters/dynamo-command-tokens.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { batchPorts } from './batch-ports.ts';
import { upgradeAgents } from './domain/use-cases/upgrade-agents.ts';
import { queueInput, task } from './task.ts';

const shared = batchPorts();
const ports = {
  ...shared,
  catalogue: new DynamoCatalogue(shared.table),
  freezes: new DynamoFreezes(shared.table),
  tokens: new DynamoCommandTokens(shared.table),
  waker: new SfnWaker(new SFNClient()),
};

/** State "Upgrade the agents": the first batch of the queue. */
export const handler = task(queueInput.extend({ token: z.string().min(1) }), ({ jobId, queue: [batch], token }) =>
  upgradeAgents(ports, jobId, batch, token, new Date()),
);
