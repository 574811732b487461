import { ACCOUNT, type Emulator } from './emulator.ts';

/** Calls of services for which nothing else here has a client. MiniStack reads of a signature only whom and which service it is for. */
export function awsCalls({ url, environment }: Pick<Emulator, 'url' | 'environment'>) {
  const { AWS_ACCESS_KEY_ID: key, AWS_REGION: region } = environment;
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
  });

  async function send(path: string, headers: Record<string, string>, body: string): Promise<string> {
    const response = await fetch(url + path, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${path} ${headers['x-amz-target'] ?? ''} was answered ${response.status}: ${text}`);
    return text;
  }

  return {
    /** An operation of Cognito user pools. */
    async cognito(operation: string, input: object): Promise<unknown> {
      const target = `AWSCognitoIdentityProviderService.${operation}`;
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      return JSON.parse(await send('/', { ...headers, ...signed('cognito-idp') }, JSON.stringify(input)));
    },

    /** Lambda's CreateFunction. */
    async createFunction(input: object): Promise<unknown> {
      const headers = { 'content-type': 'application/json', ...signed('lambda') };
      return JSON.parse(await send('/2015-03-31/functions', headers, JSON.stringify(input)));
    },

    /** A role for a function that may do nothing; answers its ARN. */
    async createFunctionRole(name: string): Promise<string> {
      const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const trust = JSON.stringify({ Version: '2012-10-17', Statement });
      const input = { Action: 'CreateRole', Version: '2010-05-08', RoleName: name, AssumeRolePolicyDocument: trust };
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signed('iam') };
      await send('/', headers, new URLSearchParams(input).toString());
      return `arn:aws:iam::${ACCOUNT}:role/${name}`;
    },

    /** A pool's token endpoint, which MiniStack has for all pools at one address. */
    async clientCredentials(id: string, secret: string): Promise<unknown> {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      };
      return JSON.parse(await send('/oauth2/token', headers, 'grant_type=client_credentials'));
    },

    /** An operation of CloudWatch Logs. */
    async logs(operation: string, input: object): Promise<unknown> {
      const target = `Logs_20140328.${operation}`;
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      return JSON.parse(await send('/', { ...headers, ...signed('logs') }, JSON.stringify(input)));
    },
  };
}
