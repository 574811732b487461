import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { ROUTING, siteConfig, writeSite } from '../../lib/web-site.ts';
import { Synthesized } from './synthesized.ts';

const site = { clientId: 'console', scopes: ['openid', 'fleet/read'] };

describe('the site', () => {
  let stack: Synthesized;
  beforeAll(() => {
    stack = new Synthesized({
      site: { ...site, tokenOrigin: 'https://tokens.example.com' },
      issuer: 'https://issuer.example.com',
    });
  });
  const propertiesOf = (type: string) => stack.all(type).map(({ Properties }) => Properties);

  test('is not deployed unless it is asked for', () => {
    expect(new Synthesized().all('AWS::CloudFront::Distribution')).toEqual([]);
  });

  test('is in a bucket that is closed to the world, and read over TLS by this distribution alone', () => {
    expect(propertiesOf('AWS::S3::Bucket')).toMatchObject([
      {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    ]);
    const statementSchema = z.object({
      Effect: z.string(),
      Action: z.unknown(),
      Principal: z.unknown(),
      Condition: z.unknown(),
    });
    const [policy] = propertiesOf('AWS::S3::BucketPolicy');
    const { Statement } = z
      .object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) })
      .parse(policy).PolicyDocument;
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: {} },
      },
    ]);
    expect(propertiesOf('AWS::CloudFront::OriginAccessControl')).toMatchObject([
      { OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' } },
    ]);
  });

  test('has the API below its own name, uncached, so that its pages ask nobody else', () => {
    const [distribution] = propertiesOf('AWS::CloudFront::Distribution');
    expect(distribution).toMatchObject({
      DistributionConfig: {
        DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', AllowedMethods: ['GET', 'HEAD'] },
        CacheBehaviors: [
          { PathPattern: '/docs*' },
          {
            PathPattern: '/api/*',
            ViewerProtocolPolicy: 'https-only',
            // CachingDisabled and AllViewerExceptHostHeader, as AWS numbers them.
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          },
        ],
      },
    });
  });

  test('runs what is its own, and asks the issuer beside itself', () => {
    const policies = propertiesOf('AWS::CloudFront::ResponseHeadersPolicy').map((properties) =>
      JSON.stringify(properties),
    );
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self' https://issuer.example.com https://tokens.example.com;");
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });
});

describe('the path', () => {
  const answered = (uri: string) =>
    runInNewContext(`${ROUTING}; handler({ request: { uri: ${JSON.stringify(uri)} } })`);

  test.each([
    ['/', '/index.html'],
    ['/jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D', '/index.html'],
    ['/fleet/agent-1.5.0', '/index.html'],
    ['/assets/index-abc.js', '/assets/index-abc.js'],
    ['/config.json', '/config.json'],
    ['/docs/', '/docs/index.html'],
    ['/docs/page.js', '/docs/page.js'],
  ])('%s is the file %s', (uri, file) => {
    expect(answered(uri)).toEqual({ uri: file });
  });

  test('/docs is the folder', () => {
    expect(answered('/docs')).toMatchObject({ statusCode: 308, headers: { location: { value: '/docs/' } } });
  });
});

describe('its files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'web-site-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const config = { issuer: 'https://issuer.example.com', ...site };

  test('are the console and the page of the API', () => {
    const [build, output] = ['build', 'output'].map((name) => join(folder, name));
    for (const path of [build, output]) mkdirSync(path ?? '');
    writeFileSync(join(build ?? '', 'index.html'), '<!doctype html>');
    writeSite(output ?? '', build ?? '');
    const read = (name: string) => readFileSync(join(output ?? '', name), 'utf8');
    expect(read('index.html')).toBe('<!doctype html>');
    expect(JSON.parse(read('docs/openapi.json'))).toMatchObject({ info: { title: 'Fleet Upgrade' } });
  });

  test('have the way to sign in in files of their own, which are written when it is known', () => {
    expect(Object.fromEntries(siteConfig(config))).toEqual({
      'config.json': { ...config, docsUrl: '/docs/' },
      'docs/config.json': { signIn: { kind: 'oidc', ...config } },
    });
    expect(existsSync(join(folder, 'output/config.json'))).toBe(false);
    expect(existsSync(join(folder, 'output/docs/config.json'))).toBe(false);
  });

  test('are not deployed without the console', () => {
    expect(() => writeSite(folder, join(folder, 'nothing'))).toThrow('npm run build:console');
  });
});
