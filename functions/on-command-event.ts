import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoCommandTokens } from './adapters/dynamo-command-tokens.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { EmfMetrics } from './adapters/emf-metrics.ts';
import { SfnWaker } from './adapters/sfn-waker.ts';
import { wakeForCommand } from './domain/use-cases/wake-for-command.ts';
import { environment } from './environment.ts';
import { task } from './task.ts';

const env = environment(['ENVIRONMENT_NAME', 'TABLE_NAME']);
const ports = {
  tokens: new DynamoCommandTokens(new DynamoTable(env.TABLE_NAME)),
  waker: new SfnWaker(new SFNClient()),
  metrics: new EmfMetrics(env.ENVIRONMENT_NAME),
};

/** An "EC2 Command Status-change Notification" of EventBridge. */
const eventSchema = z.object({ detail: z.object({ 'command-id': z.string().min(1) }) });

export const handler = task(eventSchema, async ({ detail }) => ({
  woke: await wakeForCommand(ports, detail['command-id']),
}));
