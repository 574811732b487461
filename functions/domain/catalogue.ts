import * as z from 'zod';
import { versionSchema } from './version.ts';

const LONGEST_URL = 1500;

/** An artifact address: HTTPS, S3, or plain HTTP on loopback, where nothing crosses a network. */
const artifactUrl = z
  .url({ abort: true })
  .max(LONGEST_URL)
  .refine((text) => {
    const { protocol, hostname, username, password } = new URL(text);
    if (username !== '' || password !== '') return false;
    return protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost'));
  }, 'an https URL without a user name or password');

export const artifactSchema = z.strictObject({
  platform: z.enum(['linux', 'windows', 'any']).default('any'),
  architecture: z.enum(['x86_64', 'arm64', 'any']).default('any'),
  url: artifactUrl,
  /** 64 lower-case hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
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

/** One version of an agent type, as published to the catalogue. */
export const catalogueVersionSchema = z.strictObject({
  agentType: z.string().min(1).max(63),
  version: versionSchema,
  /** What the agent reports where that is not the version itself, nor what a package manager calls it. */
  reportedVersion: versionSchema.nullable(),
  artifacts: z.array(artifactSchema).max(10),
  packages: z.array(packageSchema).max(packageManagers.length),
});
export type CatalogueVersion = z.infer<typeof catalogueVersionSchema>;

/** What a caller says of a version: `artifact` is one archive for all nodes. */
export const publicationSchema = catalogueVersionSchema
  .extend({
    artifact: artifactSchema.exactOptional(),
    artifacts: catalogueVersionSchema.shape.artifacts.default([]),
    packages: catalogueVersionSchema.shape.packages.default([]),
    reportedVersion: versionSchema.nullable().default(null),
  })
  .refine(
    ({ artifact, artifacts }) => artifact === undefined || artifacts.length === 0,
    'give artifact or artifacts, one of them',
  )
  .transform(({ artifact, ...version }): CatalogueVersion => {
    return artifact === undefined ? version : { ...version, artifacts: [artifact] };
  });

/** Every version that an agent may report once it runs this one: package managers and agents have names of their own. */
export function reportsOf(version: string, published: CatalogueVersion | undefined): string[] {
  const packages = published?.packages ?? [];
  const others = packages.map(({ packageVersion, reportedVersion }) => reportedVersion ?? packageVersion);
  return [...new Set([version, ...(published?.reportedVersion ? [published.reportedVersion] : []), ...others])];
}
