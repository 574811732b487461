import * as z from 'zod';
import { artifactUrlSchema } from './artifact-url.ts';
import { signatureSchema } from './public-key.ts';
import { versionSchema } from './version.ts';

export const artifactSchema = z.strictObject({
  platform: z.enum(['linux', 'windows', 'any']).default('any'),
  architecture: z.enum(['x86_64', 'arm64', 'any']).default('any'),
  url: artifactUrlSchema,
  /** 64 lower-case hexadecimal digits; null where the node does without, which artifact-check.ts allows or not. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits')
    .nullable()
    .default(null),
  /** Over the bytes of the file, with the key of the agent type. */
  signature: signatureSchema.nullable().default(null),
});
/** An archive of one version for some nodes. */
export type Artifact = z.infer<typeof artifactSchema>;

export const packageManagers = ['apt', 'dnf', 'zypper'] as const;

const packageSchema = z.strictObject({
  manager: z.enum(packageManagers),
  /** What this manager calls the version: `1:7.52.0-1`. */
  packageVersion: versionSchema,
  /** What the agent itself reports once it is installed from there; the same unless given. */
  reportedVersion: versionSchema.exactOptional(),
});

/** What is told of a version when it is published. */
const publishedSchema = z.strictObject({
  agentType: z.string().min(1).max(63),
  version: versionSchema,
  /** What the agent reports where that is not the version itself, nor what a package manager calls it. */
  reportedVersion: versionSchema.nullable().default(null),
  /** Agents that report an older one have to be upgraded to another version first. */
  minVersion: versionSchema.nullable().default(null),
  /** Text, or the https URL of one. */
  releaseNotes: z.string().min(1).max(2000).nullable().default(null),
  /** Six of the longest addresses are 13,400 characters of the document's parameter, which holds 16,384. */
  artifacts: z.array(artifactSchema).max(6).default([]),
  packages: z.array(packageSchema).max(packageManagers.length).default([]),
});
export type Publication = z.infer<typeof publishedSchema>;

const deprecationSchema = z.strictObject({
  reason: z.string().trim().min(1, 'say why, for those whose jobs have to wait').max(500),
  at: z.iso.datetime(),
  /** The subject of the administrator's token. */
  by: z.string(),
});
export type Deprecation = z.infer<typeof deprecationSchema>;

export const deprecationRequestSchema = deprecationSchema.pick({ reason: true });

/** One version of an agent type, as the catalogue keeps it. */
export const catalogueVersionSchema = publishedSchema.extend({
  publishedAt: z.iso.datetime(),
  /** The subject of the token of whoever published it. */
  publishedBy: z.string(),
  /** Since when and why no agent is to be brought to it; null while it is active. */
  deprecation: deprecationSchema.nullable(),
});
export type CatalogueVersion = z.infer<typeof catalogueVersionSchema>;

export const versionStatuses = ['active', 'deprecated'] as const;
export type VersionStatus = (typeof versionStatuses)[number];

export const statusOf = ({ deprecation }: Pick<CatalogueVersion, 'deprecation'>): VersionStatus =>
  deprecation === null ? 'active' : 'deprecated';

/** What a caller says of a version: `artifact` is one archive for all nodes. */
export const publicationSchema = publishedSchema
  .extend({ artifact: artifactSchema.exactOptional() })
  .refine(
    ({ artifact, artifacts }) => artifact === undefined || artifacts.length === 0,
    'give artifact or artifacts, one of them',
  )
  .transform(({ artifact, ...version }): Publication => {
    return artifact === undefined ? version : { ...version, artifacts: [artifact] };
  });

/** A sentence for people, such as `metrics-agent 1.5.0 was deprecated by alice: it leaks memory`. */
export const deprecationDetail = (
  { agentType, version }: Pick<CatalogueVersion, 'agentType' | 'version'>,
  { reason, by }: Deprecation,
): string => `${agentType} ${version} was deprecated by ${by}: ${reason}`;

/** Every version that an agent may report once it runs this one: package managers and agents have names of their own. */
export function reportsOf(version: string, published: Publication | undefined): string[] {
  const packages = published?.packages ?? [];
  const others = packages.map(({ packageVersion, reportedVersion }) => reportedVersion ?? packageVersion);
  return [...new Set([version, ...(published?.reportedVersion ? [published.reportedVersion] : []), ...others])];
}

const { agentType: typeName, version: versionName } = publishedSchema.shape;

/** Whether a version could be called so. What none can be called is not looked for: DynamoDB takes no key of over 2 KB. */
export const isVersionName = (agentType: string, version: string): boolean =>
  typeName.safeParse(agentType).success && versionName.safeParse(version).success;
