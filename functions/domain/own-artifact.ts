import * as z from 'zod';
import { isFromSource } from './artifact-source.ts';
import { type Artifact, artifactSchema } from './catalogue.ts';
import { Refusal } from './errors.ts';
import { packageRecipe } from './recipes/package.ts';

/*
 * A caller's own artifact replaces the catalogue's in one job. Whoever may name one is root on every node, so that it takes an
 * administrator, and an address that the deployment allows.
 */

type OwnArtifact = Pick<Artifact, 'url' | 'sha256' | 'signature'>;

const { url: urlSchema, signature: signatureSchema } = artifactSchema.shape;

const hexSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits')
  .toLowerCase();

/** `sha256`, or `checksum` as `sha256:` and the same digits, or neither: what it takes is the deployment's and the agent type's to say. */
export const ownArtifactSchema = z
  .strictObject({
    /** As the URL standard writes it: what is compared with the allowed sources is what the nodes are sent. */
    url: urlSchema.transform((text) => new URL(text).href).pipe(urlSchema),
    sha256: hexSchema.optional(),
    checksum: z
      .string()
      .transform((text) => text.replace(/^sha256:/i, ''))
      .pipe(hexSchema)
      .optional(),
    signature: signatureSchema,
  })
  .transform(({ url, sha256, checksum, signature }, context): OwnArtifact => {
    if (sha256 === undefined || checksum === undefined) return { url, sha256: sha256 ?? checksum ?? null, signature };
    context.addIssue({
      code: 'custom',
      path: ['sha256'],
      message: 'give sha256, or checksum as sha256:…, one of them',
    });
    return z.NEVER;
  });

export interface ArtifactRule {
  /** Does the caller's token carry fleet/admin? */
  readonly isAdmin: boolean;
  /** Where artifacts may come from in this deployment. */
  readonly sources: readonly string[];
  /** Does the deployment ask for a checksum of every artifact that is not signed? */
  readonly requireChecksum: boolean;
}

/** @throws Refusal (forbidden) where it takes an administrator; (unacceptable) where the address is not allowed, no node could check the artifact, or none could keep the version */
export function refuseArtifact(
  artifact: OwnArtifact | undefined,
  targetVersion: string,
  { isAdmin, sources, requireChecksum }: ArtifactRule,
): void {
  if (artifact === undefined) return;
  if (!isAdmin)
    throw new Refusal(
      'forbidden',
      'ARTIFACT_NEEDS_ADMIN',
      'To bring an artifact of its own a token needs fleet/admin.',
    );
  refuseSource(artifact, sources);
  // Whether an agent takes a signature instead, its type says: planning looks at each.
  if (requireChecksum && artifact.sha256 === null && artifact.signature === null)
    throw new Refusal('unacceptable', 'CHECKSUM_MISSING', 'An artifact needs its sha256, or a signature.', [
      { pointer: '/artifact/sha256', detail: 'missing' },
    ]);
  const artifacts = [{ platform: 'any', architecture: 'any', ...artifact }] as const;
  const why = packageRecipe.whyUnusable({
    version: targetVersion,
    reportedVersion: null,
    artifacts: [...artifacts],
    packages: [],
  });
  if (why !== undefined) throw new Refusal('unacceptable', 'VERSION_UNUSABLE', why);
}

/** What was allowed once need not be any more. @throws Refusal (unacceptable) where the artifact is from elsewhere than this deployment allows */
export function refuseSource(artifact: OwnArtifact, sources: readonly string[]): void {
  if (isFromSource(artifact.url, sources)) return;
  const allowed = sources.length === 0 ? 'This deployment allows none' : `Allowed are ${sources.join(' and ')}`;
  throw new Refusal(
    'unacceptable',
    'ARTIFACT_SOURCE_NOT_ALLOWED',
    `An artifact from there is not allowed. ${allowed}.`,
  );
}
