import * as z from 'zod';
import { type ForeignOutput, failureOf, streamsOf, type Telling } from './foreign-output.ts';
import { command, commonFields, healthFields, type Recipe } from './recipe.ts';

/** What AWS-ConfigureAWSPackage takes as a name: a package's or a document's, or the ARN of one that somebody shares. */
const PACKAGE_NAME =
  /^(arn:[a-z0-9][-.a-z0-9]{0,62}:ssm:[-.a-z0-9]{0,63}:[0-9]{0,12}:(package|document)\/)?[a-zA-Z0-9/:._-]{1,128}$/;

/** A version of a package, as a document's version is named (CreateDocument, `VersionName`). */
const VERSION = /^[a-zA-Z0-9_.-]{1,128}$/;

/** A package of Systems Manager Distributor, AWS's own such as AmazonCloudWatchAgent among them, by AWS-ConfigureAWSPackage. */
export const distributorTypeSchema = z.strictObject({
  ...commonFields,
  recipe: z.literal('distributor'),
  /** Of a package that another account shares, its ARN. */
  packageName: z.string().regex(PACKAGE_NAME, 'the name of a package of Distributor, or its ARN'),
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
  whyUnusable: ({ version }) => {
    return VERSION.test(version) ? undefined : 'Distributor has versions of letters, digits and . _ - only.';
  },
  parameters: ({ packageName, installationType }, { version }) => ({
    action: 'Install',
    installationType,
    name: packageName,
    version,
  }),
  probing: ({ versionCommand, healthCommand, healthUrl }) => {
    return { versionCommand, healthCommand, healthUrl, installRoot: '' };
  },
  readOutput,
};

/*
 * What the plugin prints: aws/amazon-ssm-agent, agent/plugins/configurepackage/*.go and its folders ssminstaller, localpackages and
 * birdwatcher. The output of the package's own scripts is among it, from a line that says whose it is ("install output: …").
 */
/** The first script that it ran: another one's version is the one that it found only where that was taken away first. */
const FIRST_SCRIPT = /^Initiating \S+ (\S+) (install|update|uninstall)$/m;
const WAS_THERE = /^\S+ (\S+) is already installed$/m;

const TELLING: Telling = [
  [/^Package ".*" is already in the process of/m, 'NODE_BUSY'],
  [/(ResourceNotFoundException|InvalidDocument(Version)?\b)/, 'PACKAGE_NOT_FOUND'],
  [/^(no manifest found for platform|failed to find (platform|file))/m, 'NO_ARTIFACT_FOR_PLATFORM'],
  [/^failed to download (the )?(manifest|installation package)/m, 'DOWNLOAD_FAILED'],
];

function readOutput(output: string): ForeignOutput {
  const { out, errors } = streamsOf(output);
  const [, first, action] = FIRST_SCRIPT.exec(out) ?? [];
  // A script may say so of something else; where one ran, the plugin itself did not.
  const there = action === undefined ? WAS_THERE.exec(out)?.[1] : undefined;
  const oldVersion = action === 'uninstall' ? first : there;
  return { ...(oldVersion && { oldVersion }), wasThere: there !== undefined, ...failureOf(errors, TELLING) };
}
