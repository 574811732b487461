import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoCatalogue } from './adapters/dynamo-catalogue.ts';
import { DynamoCommandTokens } from './adapters/dynamo-command-tokens.ts';
import { DynamoFreezes } from './adapters/dynamo-freezes.ts';
import { S3Signer } from './adapters/s3-signer.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { batchPorts } from './batch-ports.ts';
import { upgradeAgents } from './domain/use-cases/upgrade-agents.ts';
import { environment } from './environment.ts';
import { queueInput, task } from './task.ts';

const env = environment(['NETWORKS', 'SIGNED_BUCKETS', 'REQUIRE_CHECKSUM', 'AWS_REGION']);
const shared = batchPorts();
const stepFunctions = new SFNClient();
const ports = {
  ...shared,
  catalogue: new DynamoCatalogue(shared.table),
  freezes: new DynamoFreezes(shared.table),
  tokens: new DynamoCommandTokens(shared.table),
  waker: new SfnWaker(stepFunctions),
  networks: env.NETWORKS,
  signedBuckets: env.SIGNED_BUCKETS,
  requireChecksum: env.REQUIRE_CHECKSUM,
  signer: new S3Signer(env.AWS_REGION, stepFunctions.config.credentials),
};

/** State "Upgrade the agents": the first batch of the queue. */
export const handler = task(queueInput.extend({ token: z.string().min(1) }), ({ jobId, queue: [batch], token }) =>
  upgradeAgents(ports, jobId, batch, token, new Date()),
);
