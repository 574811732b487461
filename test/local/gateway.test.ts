import type { Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { type Clock, systemClock } from '../../local/clock.ts';
import { type GatewayOptions, gateway } from '../../local/gateway.ts';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import type { HttpRoute } from '../../local/template/http-api.ts';
import { send } from './http.ts';

const NOW = Date.UTC(2026, 0, 5, 8, 3, 9, 250);

let issuer: Issuer;
let server: Server;
let url: string;
let events: { functionArn: string; event: unknown }[];
let errors: unknown[];
let answer: () => unknown;

const open = (routeKey: string): HttpRoute => ({ routeKey, functionArn: `function of ${routeKey}`, timeoutMs: 30_000 });

async function start(change: Partial<GatewayOptions> = {}): Promise<void> {
  const authorizer = { issuer: issuer.url, audience: ['fleet-upgrade'] };
  server = gateway({
    routes: [
      open('GET /agents/{agentUuid}'),
      open('POST /agents/{agentUuid}'),
      open('POST /agents/batch-upgrade'),
      open('GET /agents'),
      open('GET /jobs/{jobId}/agents/{agentUuid}'),
      open('ANY /any/{x}'),
      { ...open('GET /closed'), authorizer },
    ],
    accountId: '000000000000',
    invoke: async (functionArn, event) => {
      events.push({ functionArn, event });
      return answer();
    },
    clock: { ...systemClock, now: () => NOW },
    onError: (error) => errors.push(error),
    ...change,
  });
  url = await listen(server);
}

beforeAll(async () => {
  issuer = await startIssuer({ clock: { ...systemClock, now: () => NOW } });
});
afterAll(() => issuer.stop());
beforeEach(async () => {
  [events, errors] = [[], []];
  answer = () => ({ statusCode: 200 });
  await start();
});
afterEach(() => close(server));

const lastEvent = () => events.at(-1)?.event;

describe('a request', () => {
  test('without anything becomes an event with what every request has', async () => {
    const { status, headers } = await send(url, '/agents', {
      headers: { host: 'api.example:3000', 'User-Agent': 'curl/8' },
    });
    expect(status).toBe(200);
    expect(headers['apigw-requestid']).toMatch(/^[A-Za-z0-9+/]{15}=$/);
    expect(lastEvent()).toEqual({
      version: '2.0',
      routeKey: 'GET /agents',
      rawPath: '/agents',
      rawQueryString: '',
      headers: {
        'content-length': '0',
        host: 'api.example:3000',
        'user-agent': 'curl/8',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': new URL(url).port,
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'api.example',
        domainPrefix: 'api',
        http: { method: 'GET', path: '/agents', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl/8' },
        requestId: headers['apigw-requestid'],
        routeKey: 'GET /agents',
        stage: '$default',
        time: '05/Jan/2026:08:03:09 +0000',
        timeEpoch: NOW,
      },
      isBase64Encoded: false,
    });
  });

  test('keeps its query as it came, and decodes and joins its parameters', async () => {
    await send(url, '/agents?tag=a%2Cb&tag=c+d&empty=&q=?');
    expect(lastEvent()).toMatchObject({
      rawQueryString: 'tag=a%2Cb&tag=c+d&empty=&q=?',
      queryStringParameters: { tag: 'a,b,c d', empty: '', q: '?' },
    });
  });

  test('has lower-case headers, joined where they came twice, and its cookies apart', async () => {
    await send(url, '/agents', { headers: { 'X-Two': ['a', 'b'], Cookie: 'one=1; two=2', Connection: 'close' } });
    expect(lastEvent()).toMatchObject({ headers: { 'x-two': 'a,b' }, cookies: ['one=1', 'two=2'] });
    expect(lastEvent()).not.toHaveProperty('headers.cookie');
    expect(lastEvent()).not.toHaveProperty('headers.connection');
  });

  const json = '{"agentUuids":"item1,item2","note":"für"}';
  const base64 = Buffer.from(json).toString('base64');
  const bodies: [string | undefined, string, boolean][] = [
    ['application/json', json, false],
    ['application/json; charset=utf-8', json, false],
    ['APPLICATION/JSON', json, false],
    ['application/xml', json, false],
    ['application/javascript', json, false],
    ['text/csv', json, false],
    ['application/problem+json', base64, true],
    ['application/x-www-form-urlencoded', base64, true],
    ['application/octet-stream', base64, true],
    [undefined, base64, true],
  ];
  test.each(bodies)('of type %s has the body %s', async (contentType, body, isBase64Encoded) => {
    const headers = { ...(contentType !== undefined && { 'content-type': contentType }) };
    await send(url, '/agents/batch-upgrade', { method: 'POST', headers, body: json });
    expect(lastEvent()).toMatchObject({ body, isBase64Encoded });
  });
});

describe('routing', () => {
  const found: [string, string, string, Record<string, string> | undefined][] = [
    ['POST', '/agents/batch-upgrade', 'POST /agents/batch-upgrade', undefined],
    ['POST', '/agents/other', 'POST /agents/{agentUuid}', { agentUuid: 'other' }],
    ['GET', '/agents/batch-upgrade', 'GET /agents/{agentUuid}', { agentUuid: 'batch-upgrade' }],
    ['GET', '/agents/ci%3Aeu%20west%3A%C3%BC', 'GET /agents/{agentUuid}', { agentUuid: 'ci:eu west:ü' }],
    ['GET', '/agents/a+b', 'GET /agents/{agentUuid}', { agentUuid: 'a+b' }],
    ['GET', '/agents/a%252Fb', 'GET /agents/{agentUuid}', { agentUuid: 'a%2Fb' }],
    ['GET', '/agents/a%3Fb', 'GET /agents/{agentUuid}', { agentUuid: 'a' }],
    ['GET', '/jobs/1/agents/2', 'GET /jobs/{jobId}/agents/{agentUuid}', { jobId: '1', agentUuid: '2' }],
    ['PATCH', '/any/1', 'ANY /any/{x}', { x: '1' }],
  ];
  test.each(found)('%s %s goes to %s with %j', async (method, path, routeKey, pathParameters) => {
    expect(await send(url, path, { method })).toMatchObject({ status: 200 });
    expect(events).toMatchObject([{ functionArn: `function of ${routeKey}`, event: { routeKey } }]);
    expect(lastEvent()).toMatchObject({ rawPath: decodeURIComponent(path).split('?')[0] });
    if (pathParameters === undefined) expect(lastEvent()).not.toHaveProperty('pathParameters');
    else expect(lastEvent()).toHaveProperty('pathParameters', pathParameters);
  });

  const missing: [string, string][] = [
    ['DELETE', '/agents'],
    ['GET', '/agents/'],
    ['GET', '/agents/a/b'],
    ['GET', '/agents/a%2Fb'],
    ['GET', '/AGENTS'],
    ['OPTIONS', '/agents'],
    ['GET', '/'],
  ];
  test.each(missing)('%s %s is not found', async (method, path) => {
    const { status, headers, body } = await send(url, path, { method });
    expect({ status, body }).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'apigw-requestid': expect.any(String) });
    expect(events).toEqual([]);
  });

  test('a path that cannot be decoded is a bad request', async () => {
    expect(await send(url, '/agents/%zz')).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
  });

  test.each(['$default', 'GET /agents/{proxy+}'])('the route key %s is refused at the start', (routeKey) => {
    expect(() => gateway({ routes: [open(routeKey)], accountId: '', invoke: async () => null })).toThrow(routeKey);
  });
});

describe("a function's result", () => {
  const cases: [string, unknown, object, string][] = [
    [
      'with all parts',
      { statusCode: 201, headers: { 'Content-Type': 'application/json', 'X-N': 7 }, body: '{"a":1}' },
      { status: 201, headers: { 'content-type': 'application/json', 'x-n': '7' } },
      '{"a":1}',
    ],
    [
      'without a content type',
      { statusCode: 200, body: 'hi' },
      { status: 200, headers: { 'content-type': 'text/plain;charset=UTF-8' } },
      'hi',
    ],
    [
      'with base64',
      { statusCode: 200, body: 'AP8=', isBase64Encoded: true },
      { status: 200, headers: { 'content-length': '2' } },
      '\x00\xff',
    ],
    [
      'with cookies',
      { statusCode: 204, cookies: ['a=1; Secure', 'b=2'] },
      { status: 204, headers: { 'set-cookie': ['a=1; Secure', 'b=2'] } },
      '',
    ],
    [
      'that is an object without status',
      { a: 1 },
      { status: 200, headers: { 'content-type': 'application/json' } },
      '{"a":1}',
    ],
    ['that is text', 'plain', { status: 200, headers: { 'content-type': 'application/json' } }, 'plain'],
    ['that is a list', [1], { status: 200 }, '[1]'],
    ['that is null', null, { status: 200 }, 'null'],
  ];
  test.each(cases)('%s is answered', async (_name, result, reply, body) => {
    answer = () => result;
    expect(await send(url, '/agents')).toMatchObject({ ...reply, body });
  });

  test('that says that nothing has changed is answered without a length', async () => {
    answer = () => ({ statusCode: 304, headers: { etag: '"a"' } });
    const { status, headers, body } = await send(url, '/agents');
    expect({ status, body, etag: headers['etag'] }).toEqual({ status: 304, body: '', etag: '"a"' });
    expect(headers).not.toHaveProperty('content-length');
  });

  const failures: [string, () => unknown][] = [
    ['with a status that is none', () => ({ statusCode: 'soon' })],
    ['with a body that is no text', () => ({ statusCode: 200, body: { a: 1 } })],
    ['with a header that cannot be sent', () => ({ statusCode: 200, headers: { x: 'a\nb' } })],
    [
      'that is an error',
      () => {
        throw new Error('boom');
      },
    ],
  ];
  test.each(failures)('%s is answered with a bare 500 and reported', async (_name, result) => {
    answer = result;
    const { status, body } = await send(url, '/agents');
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(errors).toHaveLength(1);
  });
});

describe('limits', () => {
  const post = (bytes: number) =>
    send(url, '/agents/batch-upgrade', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: Buffer.alloc(bytes, 'x'),
    });

  test('a body of 10 MB passes, and one byte more does not', async () => {
    expect(await post(10 * 1024 * 1024)).toMatchObject({ status: 200 });
    expect(await post(10 * 1024 * 1024 + 1)).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
    expect(events).toHaveLength(1);
  });

  test('a function that takes longer than its integration may is answered for, and its late error is reported', async () => {
    await close(server);
    const waits: number[] = [];
    const clock: Clock = {
      now: () => NOW,
      schedule(delayMs, callback) {
        waits.push(delayMs);
        setImmediate(callback);
        return () => undefined;
      },
    };
    const late = Promise.withResolvers<unknown>();
    await start({ clock, invoke: () => late.promise });
    expect(await send(url, '/agents')).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
    expect(waits).toEqual([30_000]);
    late.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors.map(String)).toEqual(['Error: function of GET /agents took over 30000 ms.', 'Error: too late']);
  });
});

test('each route takes its burst at once, and then its rate', async () => {
  await close(server);
  let now = NOW;
  await start({ throttle: { burst: 2, rate: 4 }, clock: { ...systemClock, now: () => now } });
  const statuses = async (path: string, count: number) => {
    const replies: number[] = [];
    for (let index = 0; index < count; index += 1) replies.push((await send(url, path)).status);
    return replies;
  };
  expect(await statuses('/agents', 3)).toEqual([200, 200, 429]);
  expect(await statuses('/agents/a', 1)).toEqual([200]);
  now += 250;
  expect(await statuses('/agents', 2)).toEqual([200, 429]);
  now += 60_000;
  expect(await statuses('/agents', 3)).toEqual([200, 200, 429]);
  expect(await send(url, '/agents')).toMatchObject({ body: '{"message":"Too Many Requests"}' });
});

describe('pages of other origins', () => {
  const cors = {
    origins: ['https://console.example.com', 'https://other.example.com'],
    methods: ['GET', 'POST'],
    requestHeaders: ['authorization', 'prefer'],
    exposedHeaders: ['etag', 'retry-after'],
    maxAgeSeconds: 60,
  };
  const origin = 'https://console.example.com';
  const asking = { origin, 'access-control-request-method': 'POST' };
  const told = (headers: object) => Object.entries(headers).filter(([name]) => name.startsWith('access-control-'));
  const allowed = [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', 'etag,retry-after'],
  ];

  beforeEach(async () => {
    await close(server);
    await start({ cors });
  });

  test('are told before they ask what they may ask, without a token, a route or a function', async () => {
    const { status, headers, body } = await send(url, '/closed', { method: 'OPTIONS', headers: asking });
    expect({ status, body, told: told(headers) }).toEqual({
      status: 204,
      body: '',
      told: [
        ['access-control-allow-origin', origin],
        ['access-control-allow-methods', 'GET,POST'],
        ['access-control-allow-headers', 'authorization,prefer'],
        ['access-control-max-age', '60'],
      ],
    });
    expect(events).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['another origin', { ...asking, origin: 'https://evil.example.com' }],
    ['an origin that only begins like it', { ...asking, origin: `${origin}.evil.example` }],
    ['the origin null', { ...asking, origin: 'null' }],
  ])('are told nothing if they are of %s', async (_name, headers) => {
    const preflight = await send(url, '/agents', { method: 'OPTIONS', headers });
    expect({ status: preflight.status, told: told(preflight.headers) }).toEqual({ status: 204, told: [] });
    expect(told((await send(url, '/agents', { headers })).headers)).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['no origin', { 'access-control-request-method': 'POST' }],
    ['no method', { origin }],
  ])('that ask for %s send no preflight', async (_name, headers) => {
    expect(await send(url, '/agents', { method: 'OPTIONS', headers })).toMatchObject({ status: 404 });
  });

  test('may read what a function answers, which itself has no say in it', async () => {
    answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', 'x-own': '1' } });
    const { headers } = await send(url, '/agents', { headers: { origin } });
    expect(told(headers)).toEqual(allowed);
    expect(headers).toMatchObject({ 'x-own': '1' });
    expect(told((await send(url, '/agents')).headers)).toEqual([]);
  });

  test('may read what API Gateway itself answers', async () => {
    const { status, headers } = await send(url, '/closed', { headers: { origin } });
    expect({ status, told: told(headers) }).toEqual({ status: 401, told: allowed });
  });
});

test('where nothing is said of other origins, an answer is as its function gave it, and there are no preflights', async () => {
  const headers = { origin: 'https://console.example.com', 'access-control-request-method': 'GET' };
  expect(await send(url, '/agents', { method: 'OPTIONS', headers })).toMatchObject({ status: 404 });
  expect((await send(url, '/agents', { headers })).headers).not.toHaveProperty('access-control-allow-origin');
});

describe('pages beside the API', () => {
  const pages: GatewayOptions['pages'] = {
    '/console': (request, response) => response.end(`page ${request.url}`),
    '/agents': (_, response) => response.end('shadow'),
    '/': (request, response) => response.end(`root ${request.url}`),
  };
  const cases: [string, string][] = [
    ['/console', 'page /console'],
    ['/console/jobs?x=1', 'page /console/jobs?x=1'],
    ['/consoles', 'root /consoles'],
    ['/', 'root /'],
    ['/jobs/a?x=1', 'root /jobs/a?x=1'],
    ['/api', '{"message":"Not Found"}'],
    ['/api/v1/other', '{"message":"Not Found"}'],
    ['/agents/a', ''],
  ];
  test.each(cases)('%s answers %s', async (path, body) => {
    await close(server);
    await start({ pages });
    expect((await send(url, path)).body).toBe(body);
  });

  test('the one at / takes nothing but what is read', async () => {
    await close(server);
    await start({ pages });
    expect(await send(url, '/', { method: 'POST' })).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });
});
