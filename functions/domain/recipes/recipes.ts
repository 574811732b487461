import type { AgentType } from '../agent-type.ts';
import { distributorRecipe } from './distributor.ts';
import { msiRecipe } from './msi.ts';
import { osPackageRecipe } from './os-package.ts';
import { packageRecipe } from './package.ts';
import { type Change, encoded, type Recipe } from './recipe.ts';
import { ssmAgentRecipe } from './ssm-agent.ts';

export const recipeNames = ['package', 'os-package', 'msi', 'ssm-agent', 'distributor'] as const;
export type RecipeName = (typeof recipeNames)[number];

/** Every recipe by its name. */
export const recipes: {
  readonly [Name in RecipeName]: Recipe<Extract<AgentType, { recipe: Name }>>;
} = {
  package: packageRecipe,
  'os-package': osPackageRecipe,
  msi: msiRecipe,
  'ssm-agent': ssmAgentRecipe,
  distributor: distributorRecipe,
};

/** The recipe of an agent type. */
export const recipeOf = (agentType: AgentType): Recipe<AgentType> => recipes[agentType.recipe];

/** What the agent type's document is sent to change agents. */
export function changeParametersOf(agentType: AgentType, change: Change): Record<string, string> {
  const recipe = recipeOf(agentType);
  const parameters = recipe.parameters(agentType, change);
  return recipe.isOurs ? { ...parameters, ...reportParametersOf(agentType, change.attemptId) } : parameters;
}

/** What the probe is sent to ask about agents of this type, whatever their recipe. */
export function reportParametersOf(agentType: AgentType, attemptId: string): Record<string, string> {
  const { versionCommand, healthCommand, healthUrl, installRoot } = recipeOf(agentType).probing(agentType);
  return {
    AttemptId: attemptId,
    AgentType: agentType.name,
    VersionCommand: encoded(versionCommand),
    HealthCommand: encoded(healthCommand),
    HealthUrl: encoded(healthUrl),
    InstallRoot: encoded(installRoot),
  };
}
