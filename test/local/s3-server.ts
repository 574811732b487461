import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

export const CREDENTIALS = {
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  Token: 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJGMEQCIBZ+secret==',
};
const METADATA_TOKEN = 'AQAEAmetadatatoken==';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * Why S3 would refuse a request, by "Authenticating Requests: Using the Authorization Header" of the S3 API reference;
 * undefined where it would not. All of host and x-amz-* have to be signed.
 */
function whyUnsigned({ method = '', url = '', headers }: IncomingMessage, region: string): string | undefined {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, key, day = '', where, signed = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (key !== CREDENTIALS.AccessKeyId || where !== region) return `InvalidAccessKeyId ${headers.authorization}`;
  const names = signed.split(';');
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const left = needed.filter((name) => !names.includes(name));
  if (left.length > 0) return `not signed: ${left}`;
  for (const name of ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'])
    if (headers[name] === undefined) return `${name} is missing`;
  if (headers['x-amz-security-token'] !== CREDENTIALS.Token) return 'InvalidToken';
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, url, '', lines, signed, headers['x-amz-content-sha256']].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const signing = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${CREDENTIALS.SecretAccessKey}`, day));
  return hmac(signing, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

/** An instance metadata service that speaks only IMDSv2, below /latest, and S3 with path-style addresses beside it. */
export function s3Server(
  objects: ReadonlyMap<string, Buffer>,
  { role = 'node-role', beforeAnswer = async (): Promise<void> => undefined } = {},
): Server {
  const region = 'eu-central-1';
  const metadata: Record<string, string> = {
    'placement/region': region,
    'services/domain': 'amazonaws.com',
    'iam/security-credentials/': role,
    'iam/security-credentials/node-role': JSON.stringify(
      { Code: 'Success', Type: 'AWS-HMAC', ...CREDENTIALS },
      null,
      2,
    ),
  };
  const answer: RequestListener = async (request, response) => {
    await beforeAnswer();
    const { method, url = '', headers } = request;
    if (url === '/latest/api/token') {
      const seconds = Number(headers['x-aws-ec2-metadata-token-ttl-seconds']);
      const isRight = method === 'PUT' && seconds >= 1 && seconds <= 21_600;
      return response.writeHead(isRight ? 200 : 400).end(METADATA_TOKEN);
    }
    if (url.startsWith('/latest/meta-data/')) {
      if (headers['x-aws-ec2-metadata-token'] !== METADATA_TOKEN) return response.writeHead(401).end();
      const value = metadata[url.slice('/latest/meta-data/'.length)];
      return response.writeHead(value === undefined || value === '' ? 404 : 200).end(value);
    }
    const why = whyUnsigned(request, region);
    const object = objects.get(decodeURIComponent(url));
    if (why !== undefined) return response.writeHead(403).end(why);
    return response.writeHead(object === undefined ? 404 : 200).end(object);
  };
  return createServer(answer);
}
