import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { routes } from '../../functions/routes.ts';
import { Synthesized } from './synthesized.ts';

const stack = new Synthesized({ issuer: 'https://login.example.com/fleet', audience: ['fleet', 'console'] });
const authorizer = stack.one('AWS::ApiGatewayV2::Authorizer');

const routeSchema = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string().optional(),
  AuthorizerId: z.string().optional(),
  Target: z.string(),
});
const found = stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => routeSchema.parse(Properties));

const PUBLIC = ['GET /api/v1/health', 'GET /api/v1/openapi.json'];
const isPublic = ({ RouteKey }: (typeof found)[number]) => PUBLIC.includes(RouteKey);

function functionBehind({ Target }: (typeof found)[number]): unknown {
  const integration = stack.all('AWS::ApiGatewayV2::Integration').find(({ id }) => Target === `integrations/${id}`);
  return integration?.Properties['IntegrationUri'];
}

describe('the routes', () => {
  test('are those that the functions know', () => {
    const known = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
    expect(found.map(({ RouteKey }) => RouteKey).sort()).toEqual(known.sort());
  });

  test.each(Object.entries(routes))('lead to the function %s', (name, { method, path }) => {
    const [route] = found.filter(({ RouteKey }) => RouteKey === `${method} ${path}`);
    expect(route && functionBehind(route)).toMatch(new RegExp(`:function:fleet-upgrade-dev-${name}$`));
  });

  const others = found.filter((route) => !isPublic(route));
  test('ask for a token, except the sign of life and the description of the API, which everyone may ask for', () => {
    const open = found.filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    expect(open.map(({ RouteKey, AuthorizerId }) => [RouteKey, AuthorizerId]).sort()).toEqual(
      PUBLIC.map((key) => [key, undefined]),
    );
    expect(Object.values(routes).filter(({ scope }) => scope === null)).toHaveLength(PUBLIC.length);
  });

  test.each(others.map((route) => [route.RouteKey, route]))('ask for a token: %s', (_, route) => {
    expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: authorizer.id });
  });
});

test('tokens come from the issuer of the environment, for its audience', () => {
  expect(authorizer.Properties).toMatchObject({
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://login.example.com/fleet', Audience: ['fleet', 'console'] },
  });
});

test('a new route is deployed with the stack', () => {
  expect(stack.one('AWS::ApiGatewayV2::Stage').Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
});

describe('a name of its own', () => {
  const domain = {
    name: 'fleet.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
  };

  test('is what the API is called by, over TLS 1.2 and later', () => {
    const named = new Synthesized({ domain });
    expect(named.one('AWS::ApiGatewayV2::DomainName').Properties).toMatchObject({
      DomainName: 'fleet.example.com',
      DomainNameConfigurations: [{ CertificateArn: domain.certificateArn, SecurityPolicy: 'TLS_1_2' }],
    });
    expect(named.one('AWS::ApiGatewayV2::ApiMapping').Properties).toMatchObject({ Stage: '$default' });
    expect(named.outputs).toMatchObject({ ApiUrl: 'https://fleet.example.com' });
    expect(named.all('AWS::Route53::RecordSet')).toEqual([]);
  });

  test('is written into its zone where the environment names that', () => {
    const named = new Synthesized({ domain: { ...domain, zone: { id: 'Z0123456789', name: 'example.com' } } });
    expect(named.one('AWS::Route53::RecordSet').Properties).toMatchObject({
      Name: 'fleet.example.com.',
      Type: 'A',
      HostedZoneId: 'Z0123456789',
    });
  });
});

test('callers are throttled as the environment says', () => {
  const { Properties } = new Synthesized({ throttle: { rate: 7, burst: 9 } }).one('AWS::ApiGatewayV2::Stage');
  expect(Properties).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 } });
});

test('pages of other origins may do nothing unless the environment names them', () => {
  expect(stack.one('AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
});

test('pages of the origins that the environment names may send and read all that the API knows, and no cookies', () => {
  const corsOrigins = ['https://console.example.com', 'http://localhost:5173'];
  const { CorsConfiguration } = new Synthesized({ corsOrigins }).one('AWS::ApiGatewayV2::Api').Properties;
  expect(CorsConfiguration).toEqual({
    AllowOrigins: corsOrigins,
    AllowMethods: expect.arrayContaining(['GET', 'POST', 'PUT', 'DELETE']),
    AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer'],
    ExposeHeaders: ['etag', 'link', 'preference-applied', 'retry-after', 'x-request-id'],
    MaxAge: 3600,
  });
});

test('requests are logged without anything that could hold a token', () => {
  const { Properties } = stack.one('AWS::ApiGatewayV2::Stage');
  const { Format } = z.object({ Format: z.string() }).parse(Properties['AccessLogSettings']);
  const values = Object.values(z.record(z.string(), z.string()).parse(JSON.parse(Format)));
  expect(values).toEqual(expect.arrayContaining(['$context.requestId', '$context.authorizer.claims.sub']));
  expect(values.filter((value) => /header|querystring|body|token/i.test(value))).toEqual([]);
});
