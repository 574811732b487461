import { describe, expect, test } from '@jest/globals';
import { artifactUrlSchema, withoutQuery } from '../../functions/domain/artifact-url.ts';

describe('an artifact is at', () => {
  test.each([
    'https://artifacts.example.com/agent.tar.gz?signature=x',
    'http://127.0.0.1:8080/agent.tar.gz',
    's3://my-bucket/agent.tar.gz',
    's3://my.bucket.1/agents/1.5.0~rc1/agent_x86-64.tar.gz',
    `s3://abc/${'k'.repeat(1024)}`,
  ])('%s', (url) => {
    expect(artifactUrlSchema.parse(url)).toBe(url);
  });

  test.each([
    ['a bucket alone', 's3://my-bucket'],
    ['a folder', 's3://my-bucket/agents/'],
    ['a bucket of two characters', 's3://ab/key'],
    ['a bucket of 64', `s3://${'b'.repeat(64)}/key`],
    ['a bucket in capitals', 's3://My-Bucket/key'],
    ['a bucket with an underscore', 's3://my_bucket/key'],
    ['a bucket that begins with a hyphen', 's3://-bucket/key'],
    ['a bucket with two dots together', 's3://my..bucket/key'],
    ['a bucket that is an IP address', 's3://192.168.5.4/key'],
    ['a key with a part that steps up', 's3://my-bucket/agents/../key'],
    ['a key with an empty part', 's3://my-bucket//key'],
    ['a key of 1,025 bytes', `s3://abc/${'k'.repeat(1025)}`],
    ['a key that a URL spells otherwise', 's3://my-bucket/1.5.0+b1.tar.gz'],
    ['a key with a blank', 's3://my-bucket/a b'],
    ['a query', 's3://my-bucket/key?versionId=1'],
    ['a password', 's3://user:word@my-bucket/key'],
    ['another spelling of the scheme', 'S3://my-bucket/key'],
    ['a blank, behind which a line of its own could begin', 'https://artifacts.example.com/x.tgz? - -linux/any'],
    ['a quote', 'https://artifacts.example.com/"x'],
    ['a backslash', 'https://artifacts.example.com/\\x'],
    ['a letter beyond ASCII', 'https://artifacts.example.com/ü'],
    ['plain http', 'http://artifacts.example.com/a'],
    ['another protocol', 'ftp://artifacts.example.com/a'],
  ])('no address with %s', (_sentence, url) => {
    expect(artifactUrlSchema.safeParse(url).success).toBe(false);
  });
});

test('what signs an address is cut off', () => {
  expect(withoutQuery('https://a.example.com/x?X-Amz-Signature=1#y')).toBe('https://a.example.com/x');
});
