import * as z from 'zod';
import { publicKeySchema } from '../public-key.ts';
import {
  artifactParameters,
  changeParameters,
  command,
  commonFields,
  encoded,
  healthFields,
  keepVersions,
  plainWord,
  type Recipe,
} from './recipe.ts';

/** An agent that comes as a plain archive, unpacked beside the version before. */
export const packageTypeSchema = z
  .strictObject({
    ...commonFields,
    recipe: z.literal('package'),
    /** Prints the version that runs now. */
    versionCommand: command.min(1),
    ...healthFields,
    /** Restarts the agent from the `current` version; needed where no `service` runs it. */
    restartCommand: command.default(''),
    /** The service that is restarted where there is no `restartCommand`. */
    service: plainWord(128).or(z.literal('')).default(''),
    /** With it nodes check the signature of every artifact. */
    publicKey: publicKeySchema.exactOptional(),
    /** Absolute folder on the node that holds the versions side by side. Empty: the document's own for the agent type. */
    installRoot: z.string().max(200).default(''),
    keepVersions,
  })
  .refine(
    ({ restartCommand, service }) => restartCommand !== '' || service !== '',
    'an agent needs a restartCommand or a service',
  );
type PackageType = z.infer<typeof packageTypeSchema>;

/** Versions name folders on the node: the document's own pattern for `Version`. */
const FOLDER = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

export const packageRecipe: Recipe<PackageType> = {
  isOurs: true,
  takesArtifacts: true,
  takesBack:
    'Each node switches back to the version from before, of which it keeps a copy; data that the agent has written since stays as it is.',
  whyUnusable: ({ version, reportedVersion, artifacts }) => {
    if (!FOLDER.test(reportedVersion ?? version))
      return 'Recipe package takes versions of letters, digits and . _ + - only.';
    return artifacts.length === 0 ? 'Recipe package needs an artifact.' : undefined;
  },
  parameters: (agentType, change) => ({
    ...changeParameters(change, change.published?.reportedVersion ?? change.version),
    ...artifactParameters(change, agentType.publicKey),
    RestartCommand: encoded(agentType.restartCommand),
    Service: agentType.service,
    KeepVersions: String(agentType.keepVersions),
    HealthTimeoutSeconds: String(agentType.healthTimeoutSeconds),
  }),
  probing: ({ versionCommand, healthCommand, healthUrl, installRoot }) => {
    return { versionCommand, healthCommand, healthUrl, installRoot };
  },
};
