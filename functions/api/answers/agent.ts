import * as z from 'zod';
import { agentSchema as stored } from '../../domain/agent.ts';
import { pageOf, time, timeOrNull } from './times.ts';

const { platform, connection, origin } = stored.shape;

export const agentSchema = z
  .strictObject({
    agentUuid: z.string().meta({ description: 'The name of the agent.', example: 'item1' }),
    agentType: z.string().meta({ description: 'What it is.', example: 'demo-agent' }),
    account: z.string().meta({ description: 'The AWS account of its node.', example: '123456789012' }),
    region: z.string().meta({ description: 'The AWS region of its node.', example: 'eu-central-1' }),
    nodeId: z.string().meta({ description: 'The managed node that it is on.', example: 'i-0123456789abcdef0' }),
    tags: z.record(z.string(), z.string()).meta({ description: 'Its tags.', example: { site: 'berlin' } }),
    version: z
      .string()
      .nullable()
      .meta({ description: 'What its node reported last; null where it did not.', example: '1.4.2' }),
    versionReportedAt: timeOrNull('When the node reported that.'),
    versions: z
      .array(
        z.strictObject({
          version: z.string().meta({ description: 'A version from before.', example: '1.4.1' }),
          reportedAt: time('The last report of it.'),
        }),
      )
      .meta({ description: 'What the node reported before, newest first, at most 10.' }),
    platform: platform
      .unwrap()
      .meta({ description: 'What Systems Manager says of the node; null before it was asked.' }),
    connection: connection
      .unwrap()
      .meta({ description: 'As Systems Manager said last; null before it was asked.', example: 'online' }),
    lastSeenAt: timeOrNull('The last sign of the node, up to a day behind.'),
    origin: origin.unwrap().meta({ description: 'Did somebody name it, or was it found?', example: 'registered' }),
    vanishedAt: timeOrNull('Since when its node is no managed node any more; null while it is one.'),
    registeredAt: time('When it came into the inventory.'),
  })
  .meta({ id: 'Agent', description: "The inventory's record of an agent." });

export const agentsSchema = pageOf(agentSchema).meta({ id: 'Agents', description: 'A page of the inventory.' });
