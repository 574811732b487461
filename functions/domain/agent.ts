import * as z from 'zod';
import { tagsSchema } from './tags.ts';
import { reportedVersionSchema } from './version.ts';

/** The name of one agent: opaque, 1 to 200 characters, safe in a URL path and in a shell. */
export const agentUuidSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:._@+-]{0,199}$/, 'an agentUuid: letters, digits and : . _ @ + -, at most 200');

/** An SSM managed node: an EC2 instance (`i-…`) or a hybrid node (`mi-…`). */
export const nodeIdSchema = z
  .string()
  .regex(/^(i|mi)-[0-9a-f]{8,17}$/, 'a managed node id such as i-0123456789abcdef0 or mi-0123456789abcdef0');

/** What Systems Manager says of the node that an agent is on. */
const platformSchema = z.strictObject({
  type: z.enum(['linux', 'windows', 'macos']),
  /** Such as `Amazon Linux`. */
  name: z.string(),
  version: z.string(),
  /** Such as `arm64`; null where nobody said. */
  architecture: z.string().nullable(),
});

/** How many versions from before are kept of an agent. */
export const VERSIONS_KEPT = 10;

/**
 * The inventory's record of one agent. Versions are what its node reported; null until it did. The defaults are for records that were
 * stored before there was such a field.
 */
export const agentSchema = z.strictObject({
  agentUuid: agentUuidSchema,
  agentType: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  nodeId: nodeIdSchema,
  tags: z.record(z.string(), z.string()),
  version: reportedVersionSchema.nullable(),
  /** When the node reported `version`, ISO 8601. */
  versionReportedAt: z.iso.datetime().nullable(),
  /** What the node reported before, newest first, each with the time of its last report. */
  versions: z
    .array(z.strictObject({ version: reportedVersionSchema, reportedAt: z.iso.datetime() }))
    .max(VERSIONS_KEPT)
    .default([]),
  platform: platformSchema.nullable().default(null),
  /** As Systems Manager said when it was asked last; null where it was not asked yet. */
  connection: z.enum(['online', 'offline']).nullable().default(null),
  /** The last ping of the node to Systems Manager or its last report, whichever is later. Up to a day behind. */
  lastSeenAt: z.iso.datetime().nullable().default(null),
  /** Did somebody name it, or was it found in Systems Manager? */
  origin: z.enum(['registered', 'discovered']).default('registered'),
  /** Since when its node is no managed node any more; null while it is one. */
  vanishedAt: z.iso.datetime().nullable().default(null),
  /** When it came into the inventory. */
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

/** Where an agent is: no node has two of one type. */
export type Place = Pick<Agent, 'agentType' | 'account' | 'region' | 'nodeId'>;

/** A place by one name, which is also the agentUuid of an agent that nobody named: `agentType:account:region:nodeId`. */
export const derivedUuid = (place: Place): string => `${place.agentType}:${nodeOf(place)}`;

/** The name by which Systems Manager knows the node in its own account and region. */
export const nodeIdOf = (node: string): string => node.slice(node.lastIndexOf(':') + 1);
