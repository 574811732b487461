import { agentRegistrationSchema } from '../../domain/agent.ts';
import { discoveryRequestSchema } from '../../domain/discovery-request.ts';
import { listAgentsQuery } from '../../queries/list-agents.ts';
import { agentSchema, agentsSchema } from '../answers/agent.ts';
import { discoverySchema } from '../answers/discovery.ts';
import { json, type OperationsOf } from '../operation.ts';
import '../requests/inventory.ts';
import '../requests/queries.ts';

export const agentOperations: OperationsOf<
  'list-agents' | 'get-agent' | 'put-agent' | 'delete-agent' | 'discover-agents'
> = {
  'list-agents': {
    tag: 'Agents',
    summary: 'List agents',
    description:
      'The inventory, in pages. A filtered page reads a bounded part of it and may be short, even empty, and still have a nextCursor.',
    query: listAgentsQuery,
    answer: json(agentsSchema),
    problems: [],
  },
  'get-agent': {
    tag: 'Agents',
    summary: 'Read an agent',
    description: 'What the inventory knows of it.',
    answer: json(agentSchema),
    problems: ['AGENT_NOT_FOUND'],
  },
  'put-agent': {
    tag: 'Agents',
    summary: 'Register an agent',
    description: 'Names the agent of one type on a node. A node has one agent of each type. Repeatable.',
    body: agentRegistrationSchema,
    bodyExample: { agentType: 'demo-agent', nodeId: 'mi-0123456789abcdef0', tags: { site: 'berlin' } },
    answer: json(agentSchema),
    problems: ['AGENT_UUID_INVALID', 'AGENT_TYPE_UNKNOWN', 'DUPLICATE_AGENT', 'CHANGED_MEANWHILE'],
  },
  'delete-agent': {
    tag: 'Agents',
    summary: 'Remove an agent',
    description: 'Takes it out of the inventory; on its node nothing changes.',
    answer: { status: 204 },
    problems: ['AGENT_NOT_FOUND', 'AGENT_BUSY'],
  },
  'discover-agents': {
    tag: 'Agents',
    summary: 'Discover agents',
    description:
      'Looks over the managed nodes of Systems Manager for agents. One call looks for 15 s at most; another goes on.',
    body: discoveryRequestSchema,
    bodyMayBeEmpty: true,
    bodyExample: { dryRun: true },
    answer: json(discoverySchema),
    problems: ['DISCOVERY_UNDER_WAY'],
  },
};
