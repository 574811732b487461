import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { request } from '../fixtures.ts';

export interface ApiCall {
  readonly body?: string | undefined;
  readonly base64?: boolean;
  readonly contentType?: string | undefined;
  readonly claims?: Record<string, string>;
  readonly query?: string;
}

/** A good request for an upgrade as API Gateway hands it over, with one change. */
export function apiEvent(change: ApiCall = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const {
    body = JSON.stringify(request),
    base64 = false,
    query = '',
    claims = { sub: 'operator', scope: 'fleet/read fleet/upgrade' },
  } = change;
  const contentType = 'contentType' in change ? change.contentType : 'application/json';
  return {
    version: '2.0',
    routeKey: 'POST /api/v1/things',
    rawPath: '/api/v1/things',
    rawQueryString: query,
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    headers: { ...(contentType !== undefined && { 'content-type': contentType }) },
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: 'example.com',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/api/v1/things', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: 'POST /api/v1/things',
      stage: '$default',
      time: '15/Jan/2026:08:00:00 +0000',
      timeEpoch: 1768464000000,
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } },
    },
    pathParameters: { thing: 'a b' },
    ...('body' in change && change.body === undefined
      ? {}
      : { body: base64 ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded: base64,
  };
}
