import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, CfnOutput, DockerImage, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { docsFiles, contentSecurityPolicy as docsPolicy } from '../console/docs/files.ts';
import { consolePolicy } from '../console/policy.ts';
import { openApiDocument } from '../functions/api/openapi.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

/**
 * What the files of a path are: those of the console's build and of the API's page as they are called, and the console's one document for
 * every path that is a page of it. CloudFront runs it, so it is written in its JavaScript.
 */
export const ROUTING = `function handler(event) {
  var request = event.request;
  if (request.uri === '/docs') return { statusCode: 308, statusDescription: 'Permanent Redirect', headers: { location: { value: '/docs/' } } };
  if (request.uri === '/docs/') request.uri = '/docs/index.html';
  else if (!/^\\/(assets\\/|docs\\/|config\\.json$)/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

interface WebSiteProps {
  /** The environment's name. */
  readonly environment: string;
  readonly site: NonNullable<Settings['site']>;
  readonly signIn: SignIn;
  /** The HTTP API, which the site has below /api/, so that its pages ask nobody else. */
  readonly apiUrl: string;
  /** The console's build. */
  readonly consoleFolder: string;
}

/** The console and the API's page: files in a bucket that nobody but CloudFront reads, and the API, under one name. */
export class WebSite extends Construct {
  constructor(scope: Construct, id: string, { environment, site, signIn, apiUrl, consoleFolder }: WebSiteProps) {
    super(scope, id);
    const bucket = bucketOf(
      new Bucket(this, 'Files', {
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        encryption: BucketEncryption.S3_MANAGED,
        enforceSSL: true,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        // Nothing is in it that a deployment does not put there again.
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    );
    const files = S3BucketOrigin.withOriginAccessControl(bucket);
    const routing = new EdgeFunction(this, 'Routing', {
      code: FunctionCode.fromInline(ROUTING),
      runtime: FunctionRuntime.JS_2_0,
    });
    const page = (name: string, policy: string) => ({
      origin: files,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.#headers(name, policy),
      functionAssociations: [{ function: routing, eventType: FunctionEventType.VIEWER_REQUEST }],
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Fleet Upgrade, environment ${environment}`,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(site.webAclArn && { webAclId: site.webAclArn }),
      ...(site.domain && {
        domainNames: [site.domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', site.domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: page('Console', consolePolicy(signIn.origins)),
      additionalBehaviors: {
        '/docs*': page('Docs', docsPolicy(signIn.origins)),
        '/api/*': {
          origin: new HttpOrigin(Fn.select(2, Fn.split('/', apiUrl))),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
    const url = `https://${site.domain?.name ?? distribution.distributionDomainName}`;
    if (site.domain?.zone) this.#record(distribution, site.domain.name, site.domain.zone);
    const source = this.#source(consoleFolder);
    const clientId = signIn.clientFor(url, site.scopes);
    const config = siteConfig({ issuer: signIn.issuer, clientId, scopes: site.scopes });
    // The names of assets tell their content: they never change. All else is asked for anew.
    const assets = new BucketDeployment(this, 'Assets', {
      destinationBucket: bucket,
      sources: [source],
      exclude: ['*'],
      include: ['assets/*'],
      prune: false,
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      destinationBucket: bucket,
      sources: [source, ...[...config].map(([file, content]) => Source.jsonData(file, content))],
      exclude: ['assets/*'],
      prune: false,
      cacheControl: [CacheControl.noCache()],
      distribution,
    });
    // A document that is there names assets that have to be there.
    pages.node.addDependency(assets);
    new CfnOutput(this, 'SiteUrl', { value: url });
  }

  #headers(name: string, policy: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, `${name}Headers`, {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
    });
  }

  #record(distribution: Distribution, recordName: string, { id, name }: { id: string; name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    new ARecord(this, 'Record', {
      zone,
      recordName,
      target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
    });
  }

  #source(consoleFolder: string) {
    return Source.asset(join(import.meta.dirname, '../console'), {
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        image: DockerImage.fromRegistry('no-image-is-ever-used'),
        local: { tryBundle: (outputFolder) => writeSite(outputFolder, consoleFolder) },
      },
    });
  }
}

/** The library's own class has an optional property that may be undefined, where its interface has one that may not. */
const bucketOf = (bucket: Bucket): IBucket => bucket as IBucket;

interface SiteConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Whose settings are not written. */
const NOBODY = { kind: 'oidc', issuer: '', clientId: '', scopes: [] } as const;

const DOCS_CONFIG = 'docs/config.json';

/** The settings of the pages, by file. What is in them may be known only once it is deployed. */
export const siteConfig = (config: SiteConfig): ReadonlyMap<string, object> =>
  new Map<string, object>([
    ['config.json', { ...config, docsUrl: '/docs/' }],
    [DOCS_CONFIG, { signIn: { kind: 'oidc', ...config } }],
  ]);

/** The console's build, and the API's page below docs, without their settings. @throws Error where the console is not built */
export function writeSite(folder: string, consoleFolder: string): true {
  if (!existsSync(join(consoleFolder, 'index.html')))
    throw new Error('The console is not built: npm run build:console builds it.');
  cpSync(consoleFolder, folder, { recursive: true });
  mkdirSync(join(folder, 'docs'));
  for (const [name, content] of docsFiles(NOBODY, openApiDocument()))
    if (`docs/${name}` !== DOCS_CONFIG) writeFileSync(join(folder, 'docs', name), content);
  return true;
}
