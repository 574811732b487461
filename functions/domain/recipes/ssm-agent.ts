import * as z from 'zod';
import { type ForeignOutput, failureOf, streamsOf, type Telling } from './foreign-output.ts';
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
  parameters: (_agentType, { action, version, allowDowngrade }) => ({
    version,
    // The inventory, by which planning refuses downgrades, may be behind: the node refuses them, too.
    allowDowngrade: String(action !== 'upgrade' || allowDowngrade),
  }),
  // Whoever answers the probe runs: there is nothing else to ask about its health.
  probing: ({ platform }) => ({
    versionCommand: platform === 'windows' ? VERSION_ON_WINDOWS : VERSION_ON_LINUX,
    healthCommand: '',
    healthUrl: '',
    installRoot: '',
  }),
  readOutput,
};

/*
 * What the updater prints: aws/amazon-ssm-agent, agent/update/processor/{processor,progress}.go, and before it starts
 * agent/plugins/updatessmagent/updateagent.go. All but a few errors are on standard output, the last of them before "Failed to update".
 */
const FOUND = /^Updating amazon-ssm-agent from (\d+(?:\.\d+){3}) to /m;
/** SSM Agent 2 ends the line with ", update skipped", later ones print that on the next. */
const WAS_THERE = /^amazon-ssm-agent \S+ has already been installed(, update skipped)?$/m;
/** It succeeds at doing nothing: AWS has withdrawn the version. */
const WITHDRAWN = /^amazon-ssm-agent version \S+ is deprecated\/inactive, update skipped$/m;
const FAILED = /^(.+)\nFailed to update amazon-ssm-agent to /m;

const TELLING: Telling = [
  [/Another update in progress/i, 'NODE_BUSY'],
  [/please enable allow downgrade/i, 'DOWNGRADE_NOT_ALLOWED'],
  [/Insufficient available disk space/i, 'DISK_FULL'],
  [/failed to download (file|manifest)/i, 'DOWNLOAD_FAILED'],
  [/target version \S+ is unsupported|Invalid target version/i, 'PACKAGE_NOT_FOUND'],
  [WITHDRAWN, 'PACKAGE_FAILED'],
];

function readOutput(output: string): ForeignOutput {
  const { out, errors } = streamsOf(output);
  const oldVersion = FOUND.exec(out)?.[1];
  const words = errors.trim() || (FAILED.exec(out)?.[1] ?? WITHDRAWN.exec(out)?.[0] ?? '');
  return { ...(oldVersion && { oldVersion }), wasThere: WAS_THERE.test(out), ...failureOf(words, TELLING) };
}
