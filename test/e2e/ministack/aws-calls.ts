import type { Emulator } from './emulator.ts';

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

  /** Operations of a service that speaks JSON. */
  const json = (service: string, prefix: string) => async (operation: string, input: object) => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${operation}` };
    return JSON.parse(await send('/', { ...headers, ...signed(service) }, JSON.stringify(input)));
  };

  /** Actions of a service that is asked in forms and answers in XML. */
  const query = (service: string, Version: string) => (Action: string, input: Readonly<Record<string, string>>) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signed(service) };
    return send('/', headers, new URLSearchParams({ Action, Version, ...input }).toString());
  };

  return {
    cognito: json('cognito-idp', 'AWSCognitoIdentityProviderService'),
    logs: json('logs', 'Logs_20140328'),
    sqs: json('sqs', 'AmazonSQS'),
    iam: query('iam', '2010-05-08'),
    sns: query('sns', '2010-03-31'),

    /** Lambda's CreateFunction. */
    async createFunction(input: object): Promise<unknown> {
      const headers = { 'content-type': 'application/json', ...signed('lambda') };
      return JSON.parse(await send('/2015-03-31/functions', headers, JSON.stringify(input)));
    },

    /** A pool's token endpoint, which MiniStack has for all pools at one address. */
    async clientCredentials(id: string, secret: string): Promise<unknown> {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      };
      return JSON.parse(await send('/oauth2/token', headers, 'grant_type=client_credentials'));
    },
  };
}
