import * as z from 'zod';
import { commonFields, type Recipe } from './recipe.ts';

/** The SSM Agent itself, by AWS-UpdateSSMAgent. */
export const ssmAgentTypeSchema = z.strictObject({ ...commonFields, recipe: z.literal('ssm-agent') });
type SsmAgentType = z.infer<typeof ssmAgentTypeSchema>;

/** `SSM Agent version: 3.3.987.0`; on Ubuntu the agent is a snap, which is in no shell's PATH. */
const VERSION_ON_LINUX =
  '{ amazon-ssm-agent -version || /snap/amazon-ssm-agent/current/amazon-ssm-agent -version; } 2>/dev/null | sed -n "s/^SSM Agent version: //p"';
const VERSION_ON_WINDOWS =
  '(Get-Item "$env:ProgramFiles\\Amazon\\SSM\\amazon-ssm-agent.exe").VersionInfo.ProductVersion';

export const ssmAgentRecipe: Recipe<SsmAgentType> = {
  isOurs: false,
  takesArtifacts: false,
  takesBack: 'Each node installs the version from before again, which AWS still publishes.',
  whyUnusable: ({ version }) => {
    if (/^\d+(\.\d+){3}$/.test(version)) return undefined;
    return 'The SSM Agent has versions of four numbers, such as 3.3.2746.0.';
  },
  parameters: (_agentType, { action, version }) => ({
    version,
    // Planning has refused the downgrades that were not asked for.
    allowDowngrade: action === 'upgrade' ? 'false' : 'true',
  }),
  // Whoever answers the probe runs: there is nothing else to ask about its health.
  probing: ({ platform }) => ({
    versionCommand: platform === 'windows' ? VERSION_ON_WINDOWS : VERSION_ON_LINUX,
    healthCommand: '',
    healthUrl: '',
    installRoot: '',
  }),
  readOutput: () => ({}),
};
