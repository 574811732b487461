import * as z from 'zod';
import { awsCalls } from './aws-calls.ts';
import type { Emulator } from './emulator.ts';

const queueSchema = z.object({ QueueUrl: z.string() });
const attributesSchema = z.object({ Attributes: z.object({ QueueArn: z.string() }) });
const messagesSchema = z.object({ Messages: z.array(z.object({ Body: z.string() })).default([]) });

/** Subscribes a queue to the topic. What it answers takes the bodies of up to ten messages from it, after at most 20 s. */
export async function listenTo(emulator: Emulator, TopicArn: string): Promise<() => Promise<readonly string[]>> {
  const { sqs, sns } = awsCalls(emulator);
  const { QueueUrl } = queueSchema.parse(await sqs('CreateQueue', { QueueName: 'listener' }));
  const asked = await sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  const { QueueArn: Resource } = attributesSchema.parse(asked).Attributes;
  const Principal = { Service: 'sns.amazonaws.com' };
  const Statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs('SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  await sns('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: Resource });
  return async () => {
    const took = await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 });
    return messagesSchema.parse(took).Messages.map(({ Body }) => Body);
  };
}
