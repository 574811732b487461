import * as z from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case name such as metrics-agent');
const command = z.string().max(1000);

/** How versions of an agent type are written and ordered. */
const versionSchemes = ['semver', 'dotted', 'opaque'] as const;
export type VersionScheme = (typeof versionSchemes)[number];

/** A kind of agent: data that an administrator deploys, never part of a request, since its commands run as root on every node. */
export const agentTypeSchema = z.strictObject({
  name,
  recipe: z.literal('package'),
  versionScheme: z.enum(versionSchemes),
  /** Shell command that prints the version that runs now. */
  versionCommand: command.min(1),
  /** Shell command that exits with 0 where the agent is healthy. */
  healthCommand: command.min(1),
  /** Shell command that restarts the agent from the `current` version. */
  restartCommand: command.min(1),
  /** Absolute folder on the node that holds the versions side by side. */
  installRoot: z.string().min(1).max(200),
  /** Seconds that the agent has to become healthy after a restart. */
  healthTimeoutSeconds: z.int().min(1).max(300).default(60),
});
export type AgentType = z.infer<typeof agentTypeSchema>;

export const agentTypesSchema = z.array(agentTypeSchema).min(1);
