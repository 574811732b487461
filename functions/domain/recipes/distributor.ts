import * as z from 'zod';
import { command, commonFields, healthFields, plainWord, type Recipe } from './recipe.ts';

/** A package of Systems Manager Distributor, AWS's own such as AmazonCloudWatchAgent among them, by AWS-ConfigureAWSPackage. */
export const distributorTypeSchema = z.strictObject({
  ...commonFields,
  recipe: z.literal('distributor'),
  packageName: plainWord(128),
  /** How a version takes the place of another; `In-place update` is for packages that bring a script for it. */
  installationType: z.enum(['Uninstall and reinstall', 'In-place update']).default('Uninstall and reinstall'),
  /** Prints the version that runs now. */
  versionCommand: command.min(1),
  ...healthFields,
});
type DistributorType = z.infer<typeof distributorTypeSchema>;

export const distributorRecipe: Recipe<DistributorType> = {
  isOurs: false,
  takesArtifacts: false,
  takesBack: 'Each node installs the version from before again, where Distributor still has it.',
  whyUnusable: () => undefined,
  parameters: ({ packageName, installationType }, { version }) => ({
    action: 'Install',
    installationType,
    name: packageName,
    version,
  }),
  probing: ({ versionCommand, healthCommand, healthUrl }) => {
    return { versionCommand, healthCommand, healthUrl, installRoot: '' };
  },
  readOutput: () => ({}),
};
