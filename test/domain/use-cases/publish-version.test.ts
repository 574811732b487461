import { beforeEach, describe, expect, test } from '@jest/globals';
import { agentTypeSchema } from '../../../functions/domain/agent-type.ts';
import { publicationSchema } from '../../../functions/domain/catalogue.ts';
import { publishVersion } from '../../../functions/domain/use-cases/publish-version.ts';
import { MemoryCatalogue } from '../../fakes/memory-catalogue.ts';
import { agentType, artifact, deprecation, later, now, publicKey, signature } from '../../fixtures.ts';

const signedType = agentTypeSchema.parse({ ...agentType, name: 'signed-agent', publicKey });
const agentTypes = new Map([agentType, signedType].map((type) => [type.name, type]));

/** A version of an agent type as a caller publishes it. */
const body = { agentType: agentType.name, version: '1.5.0', artifact: { url: artifact.url, sha256: artifact.sha256 } };
const { sha256: _, ...unchecked } = body.artifact;

let catalogue: MemoryCatalogue;
beforeEach(() => {
  catalogue = new MemoryCatalogue();
});

const publish = (change: object = {}, requireChecksum = true, at = now) =>
  publishVersion(
    { catalogue, agentTypes, requireChecksum },
    publicationSchema.parse({ ...body, ...change }),
    'ann',
    at,
  );

describe('publishing', () => {
  test('answers the version, who published it, and when', async () => {
    expect(await publish({ releaseNotes: 'https://example.com/1.5.0', minVersion: '1.4.0' })).toEqual({
      agentType: 'demo-agent',
      version: '1.5.0',
      reportedVersion: null,
      minVersion: '1.4.0',
      releaseNotes: 'https://example.com/1.5.0',
      artifacts: [{ platform: 'any', architecture: 'any', ...body.artifact, signature: null }],
      packages: [],
      publishedAt: now.toISOString(),
      publishedBy: 'ann',
      deprecation: null,
    });
  });

  test('the same again answers what is stored, deprecated or not', async () => {
    await publish();
    await catalogue.deprecate('demo-agent', '1.5.0', deprecation);
    expect(await publish({}, true, later(60))).toMatchObject({ publishedAt: now.toISOString(), deprecation });
  });

  test.each<[string, object]>([
    ['another checksum', { artifact: { ...body.artifact, sha256: 'b'.repeat(64) } }],
    ['another address', { artifact: { ...body.artifact, url: 's3://my-bucket/agent.tar.gz' } }],
    ['a signature', { artifact: { ...body.artifact, signature } }],
    ['another platform', { artifact: { ...body.artifact, platform: 'linux' } }],
    ['a least version', { minVersion: '1.4.0' }],
    ['release notes', { releaseNotes: 'better' }],
    ['what is reported', { reportedVersion: '1.5' }],
    ['a package', { packages: [{ manager: 'apt', packageVersion: '1.5.0-1' }] }],
  ])('the same version with %s is refused', async (_what, change) => {
    await publish();
    await expect(publish(change)).rejects.toMatchObject({ kind: 'conflict', code: 'VERSION_EXISTS' });
  });

  test.each<[string, object, boolean]>([
    ['with a signature, where its type has a key', { artifact: { ...unchecked, signature } }, true],
    [
      'without anything, where the deployment asks for nothing',
      { agentType: 'demo-agent', artifact: unchecked },
      false,
    ],
  ])('an artifact may do without a checksum: %s', async (_sentence, change, requireChecksum) => {
    expect((await publish({ agentType: 'signed-agent', ...change }, requireChecksum)).artifacts[0]?.sha256).toBeNull();
  });

  test.each<[string, object, boolean, string]>([
    ['neither checksum nor signature', { artifact: unchecked }, true, 'sha256'],
    ['a signature that no node has a key for', { artifact: { ...unchecked, signature } }, true, 'sha256'],
    ['no signature, where its type has a key', { agentType: 'signed-agent' }, true, 'needs a signature'],
    ['no signature, whatever the deployment asks for', { agentType: 'signed-agent' }, false, 'needs a signature'],
    ['a least version that is newer than itself', { minVersion: '1.6.0' }, true, 'minVersion'],
  ])('a version with %s is refused', async (_what, change, requireChecksum, words) => {
    await expect(publish(change, requireChecksum)).rejects.toMatchObject({
      code: 'VERSION_UNUSABLE',
      message: expect.stringContaining(words),
    });
    expect(await catalogue.get('demo-agent', '1.5.0')).toBeUndefined();
  });

  test.each<[string, object]>([
    ['release notes of 2,001 characters', { releaseNotes: 'x'.repeat(2001) }],
    ['a least version for a shell', { minVersion: '1;id' }],
    ['a date of its own', { publishedAt: now.toISOString() }],
    ['a key of its own', { publicKey }],
    ['a signature of half the size', { artifact: { ...body.artifact, signature: signature.slice(44) } }],
  ])('%s are no field of a version', (_what, change) => {
    expect(publicationSchema.safeParse({ ...body, ...change }).success).toBe(false);
  });
});
