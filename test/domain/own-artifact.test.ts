import { describe, expect, test } from '@jest/globals';
import { artifactSourcesSchema, isFromSource } from '../../functions/domain/artifact-source.ts';
import { ownArtifactSchema, refuseArtifact } from '../../functions/domain/own-artifact.ts';
import { signature } from '../fixtures.ts';

const hex = 'a'.repeat(64);
const url = 'https://artifacts.example.com/agents/agent.tar.gz';
const rule = { isAdmin: true, sources: ['https://artifacts.example.com/agents/'], requireChecksum: true };

describe('an artifact of a request', () => {
  test.each([
    ['its sha256', { url, sha256: hex }],
    ['its checksum', { url, checksum: `sha256:${hex}` }],
    ['its checksum without a prefix', { url, checksum: hex }],
    ['capitals', { url, checksum: `SHA256:${hex.toUpperCase()}` }],
    [
      'an address in another spelling',
      { url: 'HTTPS://Artifacts.Example.com:443/x/%2E./agents/agent.tar.gz', sha256: hex },
    ],
  ])('with %s is kept as the catalogue keeps one', (_sentence, given) => {
    expect(ownArtifactSchema.parse(given)).toEqual({ url, sha256: hex, signature: null });
  });

  test.each([
    ['a signature', { url, signature }, { url, sha256: null, signature }],
    ['neither', { url }, { url, sha256: null, signature: null }],
    [
      'an object of S3',
      { url: 's3://bucket/agent.tar.gz', sha256: hex },
      { url: 's3://bucket/agent.tar.gz', sha256: hex, signature: null },
    ],
  ])(
    'with %s is taken: who may do without a checksum, the deployment and the agent type say',
    (_sentence, given, kept) => {
      expect(ownArtifactSchema.parse(given)).toEqual(kept);
    },
  );

  test.each([
    ['a signature of half the size', { url, sha256: hex, signature: signature.slice(44) }],
    ['two of them', { url, sha256: hex, checksum: hex }],
    ['another kind of checksum', { url, checksum: `md5:${hex}` }],
    ['a short one', { url, sha256: 'abc' }],
    ['an address that is none', { url: 'agent.tar.gz', sha256: hex }],
    ['plain http', { url: 'http://artifacts.example.com/a', sha256: hex }],
    ['a password', { url: 'https://a:b@artifacts.example.com/a', sha256: hex }],
    ['an address that grows too long', { url: `https://artifacts.example.com/${'ü'.repeat(1000)}`, sha256: hex }],
  ])('with %s is refused', (_sentence, given) => {
    expect(ownArtifactSchema.safeParse(given).success).toBe(false);
  });
});

describe('an address', () => {
  test.each([
    ['below the source', 'https://a.example.com/agents', 'https://a.example.com/agents/1/x.tar.gz', true],
    ['below a source that ends in a slash', 'https://a.example.com/agents/', 'https://a.example.com/agents/x', true],
    ['with a signature', 'https://a.example.com/agents', 'https://a.example.com/agents/x?signature=%2e%2e', true],
    ['that is the source', 'https://a.example.com/agents/x', 'https://a.example.com/agents/x', true],
    ['on a host that is a source', 'https://a.example.com', 'https://a.example.com/x', true],
    ['in capitals, with the usual port', 'https://a.example.com', 'https://A.EXAMPLE.com:443/x', true],
    ['on this machine', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/x', true],
    ['on another port', 'https://a.example.com', 'https://a.example.com:8443/x', false],
    ['without encryption', 'https://127.0.0.1', 'http://127.0.0.1/x', false],
    ['on a host that begins like it', 'https://a.example.com', 'https://a.example.com.evil.org/x', false],
    ['on a host that ends like it', 'https://example.com', 'https://evil-example.com/x', false],
    ['with the host as a name', 'https://a.example.com', 'https://a.example.com@evil.org/x', false],
    [
      'in a folder that begins like it',
      'https://a.example.com/agents',
      'https://a.example.com/agents-of-others/x',
      false,
    ],
    ['above it', 'https://a.example.com/agents', 'https://a.example.com/x', false],
    ['that steps out', 'https://a.example.com/agents', 'https://a.example.com/agents/../x', false],
    ['that steps out encoded', 'https://a.example.com/agents', 'https://a.example.com/agents/%2e%2E/x', false],
    [
      'that steps out by an encoded slash',
      'https://a.example.com/agents',
      'https://a.example.com/agents/..%2fx',
      false,
    ],
    ['encoded twice', 'https://a.example.com/agents', 'https://a.example.com/agents/%252e%252e/x', false],
    ['that steps out by a backslash', 'https://a.example.com/agents', 'https://a.example.com/agents\\..\\x', false],
    ['with a parameter in the path', 'https://a.example.com/agents', 'https://a.example.com/agents/..;/x', false],
    ['that a query makes look right', 'https://a.example.com/agents', 'https://a.example.com/?/agents/x', false],
    ['in a folder of a bucket', 's3://bucket/agents/', 's3://bucket/agents/1/x.tar.gz', true],
    ['in a bucket', 's3://bucket', 's3://bucket/x', true],
    ['in another bucket', 's3://bucket/agents/', 's3://other-bucket/agents/x', false],
    ['in a bucket that begins like it', 's3://bucket', 's3://bucket-of-others/x', false],
    ['in a folder of a bucket that begins like it', 's3://bucket/agents', 's3://bucket/agents-of-others/x', false],
    ['in a bucket that is called like a host', 'https://bucket', 's3://bucket/x', false],
  ])('%s', (_sentence, source, address, expected) => {
    expect(isFromSource(address, artifactSourcesSchema.parse([source]))).toBe(expected);
  });

  test('is from nowhere where nothing is allowed', () => {
    expect(isFromSource(url, [])).toBe(false);
  });

  test.each([
    'http://a.example.com/',
    'ftp://a.example.com/',
    'https://u:p@a.example.com/',
    'https://a.example.com/?x',
    's3://bucket/?x',
    's3://Bucket/',
    's3://bucket/../',
    'a',
  ])('%s is no source', (source) => {
    expect(artifactSourcesSchema.safeParse([source]).success).toBe(false);
  });
});

describe('whoever brings an artifact', () => {
  const artifact = { url, sha256: hex, signature: null };

  test('may, where it takes no more', () => {
    expect(() => refuseArtifact(artifact, '1.5.0', rule)).not.toThrow();
    expect(() => refuseArtifact(undefined, '1:1.5.0', { ...rule, isAdmin: false, sources: [] })).not.toThrow();
  });

  test.each([
    ['a signature in its place', { ...artifact, sha256: null, signature }, rule],
    ['nothing, where the deployment asks for none', { ...artifact, sha256: null }, { ...rule, requireChecksum: false }],
  ])('may do without a checksum, with %s', (_sentence, given, rules) => {
    expect(() => refuseArtifact(given, '1.5.0', rules)).not.toThrow();
  });

  test.each([
    ['is no administrator', artifact, '1.5.0', { ...rule, isAdmin: false }, 'ARTIFACT_NEEDS_ADMIN', 'fleet/admin'],
    [
      'takes it from elsewhere',
      { ...artifact, url: 'https://evil.org/x' },
      '1.5.0',
      rule,
      'ARTIFACT_SOURCE_NOT_ALLOWED',
      'Allowed are https://artifacts.example.com/agents/.',
    ],
    ['brings nothing to check it by', { ...artifact, sha256: null }, '1.5.0', rule, 'CHECKSUM_MISSING', 'sha256'],
    ['may bring none', artifact, '1.5.0', { ...rule, sources: [] }, 'ARTIFACT_SOURCE_NOT_ALLOWED', 'allows none'],
    ['names a version that is no folder', artifact, '1:1.5.0', rule, 'VERSION_UNUSABLE', 'letters'],
  ])('and %s is refused', (_sentence, given, version, rules, code, words) => {
    expect(() => refuseArtifact(given, version, rules)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});
