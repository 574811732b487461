import * as z from 'zod';
import { tagsSchema } from './tags.ts';
import { versionSchema } from './version.ts';

/** The name of one agent: opaque, 1 to 200 characters, safe in a URL path and in a shell. */
export const agentUuidSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:._@+-]{0,199}$/, 'an agentUuid: letters, digits and : . _ @ + -, at most 200');

/** An SSM managed node: an EC2 instance (`i-…`) or a hybrid node (`mi-…`). */
const nodeIdSchema = z
  .string()
  .regex(/^(i|mi)-[0-9a-f]{8,17}$/, 'a managed node id such as i-0123456789abcdef0 or mi-0123456789abcdef0');

/** The inventory's record of one agent. Versions are what its node reported; null until it did. */
export const agentSchema = z.strictObject({
  agentUuid: agentUuidSchema,
  agentType: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  nodeId: nodeIdSchema,
  tags: z.record(z.string(), z.string()),
  version: versionSchema.nullable(),
  /** When the node reported `version`, ISO 8601. */
  versionReportedAt: z.iso.datetime().nullable(),
  registeredAt: z.iso.datetime(),
});
export type Agent = z.infer<typeof agentSchema>;

/** What a caller may say about an agent. */
export const agentRegistrationSchema = z.strictObject({
  agentType: z.string().min(1).max(63),
  nodeId: nodeIdSchema,
  tags: tagsSchema(50).default({}),
});
export type AgentRegistration = z.infer<typeof agentRegistrationSchema>;

/** A node by one name over all accounts and regions: `account:region:nodeId`. */
export const nodeOf = (agent: Pick<Agent, 'account' | 'region' | 'nodeId'>): string =>
  `${agent.account}:${agent.region}:${agent.nodeId}`;

/** The name by which Systems Manager knows the node in its own account and region. */
export const nodeIdOf = (node: string): string => node.slice(node.lastIndexOf(':') + 1);
