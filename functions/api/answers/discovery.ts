import * as z from 'zod';
import { time } from './times.ts';

const found = <Example extends z.ZodType>(description: string, example: Example) =>
  z
    .strictObject({
      count: z.int().min(0).meta({ description: 'How many on the whole walk.', example: 0 }),
      examples: z.array(example).meta({ description: 'The first 100 of this call.' }),
    })
    .meta({ description });

const agent = z.strictObject({
  agentUuid: z.string().meta({ description: 'The agent.', example: 'item1' }),
  agentType: z.string().meta({ description: 'What it is.', example: 'demo-agent' }),
  nodeId: z.string().meta({ description: 'Its node.', example: 'i-0123456789abcdef0' }),
});

export const discoverySchema = z
  .strictObject({
    dryRun: z.boolean().meta({ description: 'Was nothing written?', example: true }),
    complete: z.boolean().meta({ description: 'Were all nodes seen?', example: true }),
    startedAt: time('When the walk over the nodes began.'),
    nodes: z.int().min(0).meta({ description: 'Nodes that were seen.', example: 4 }),
    found: found('Agents that are there.', agent),
    new: found('Of those: agents that the inventory did not have.', agent),
    unmapped: found(
      'Nodes on which no agent of a known type was found.',
      z.strictObject({
        nodeId: z.string().meta({ description: 'The node.' }),
        platform: z.string().nullable().meta({ description: 'Its platform; null where nobody said.' }),
      }),
    ),
    duplicate: found(
      'Places with more than one agent in the inventory.',
      z.strictObject({
        nodeId: z.string().meta({ description: 'The node.' }),
        agentType: z.string().meta({ description: 'The agent type.' }),
        agentUuids: z.array(z.string()).meta({ description: 'The agents.' }),
      }),
    ),
    vanished: found('Agents whose nodes are no managed nodes any more.', agent),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'Where it is not complete: what happens next, for people.', example: null }),
  })
  .meta({ id: 'Discovery', description: 'What a look at the managed nodes found.' });
