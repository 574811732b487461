import * as z from 'zod';
import { distributorTypeSchema } from './recipes/distributor.ts';
import { msiTypeSchema } from './recipes/msi.ts';
import { osPackageTypeSchema } from './recipes/os-package.ts';
import { packageTypeSchema } from './recipes/package.ts';
import type { versionSchemes } from './recipes/recipe.ts';
import { ssmAgentTypeSchema } from './recipes/ssm-agent.ts';

/** A kind of agent: data that an administrator deploys, never part of a request, since its commands run as root on every node. */
export const agentTypeSchema = z.discriminatedUnion('recipe', [
  packageTypeSchema,
  osPackageTypeSchema,
  msiTypeSchema,
  ssmAgentTypeSchema,
  distributorTypeSchema,
]);
export type AgentType = z.infer<typeof agentTypeSchema>;
export type AgentTypeInput = z.input<typeof agentTypeSchema>;

export type VersionScheme = (typeof versionSchemes)[number];

export const agentTypesSchema = z.array(agentTypeSchema).min(1);
