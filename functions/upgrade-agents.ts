import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoCommandTokens } from './adapters/dynamo-command-tokens.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { batchPorts } from './batch-ports.ts';
import { upgradeAgents } from './domain/use-cases/upgrade-agents.ts';
import { batchInput, task } from './task.ts';

const shared = batchPorts();
const ports = {
  ...shared,
  catalogue: new DynamoCatalogue(shared.table),
  freezes: new DynamoFreezes(shared.table),
  tokens: new DynamoCommandTokens(shared.table),
  waker: new SfnWaker(new SFNClient()),
};

/** State "Upgrade the agents" */
export const handler = task(batchInput.extend({ token: z.string().min(1) }), ({ jobId, batch, token }) =>
  upgradeAgents(ports, jobId, batch, token, new Date()),
);
