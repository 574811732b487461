import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { demoAgents } from '../../local/launch/demo-nodes.ts';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import { demoAgent } from '../../local/launch/kinds/archive.ts';
import { demoCollector } from '../../local/launch/kinds/distributor.ts';
import { register, unknownAgents } from '../../local/launch/registration.ts';

describe('registration', () => {
  let api: Server;
  let url: string;
  let requests: object[];
  let statuses: number[];

  beforeEach(async () => {
    [requests, statuses] = [[], []];
    api = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const { method, url: path, headers } = request;
      const body = JSON.parse(Buffer.concat(chunks).toString() || 'null');
      requests.push({ method, path, token: headers.authorization, body });
      response.writeHead(statuses.shift() ?? 200).end('{"answer":"of the API"}');
    });
    url = await listen(api);
  });
  afterEach(() => close(api));

  const artifact = { url: 'http://127.0.0.1/a', sha256: 'f'.repeat(64) };
  const supplies = new Map([
    [demoAgent, { publications: [{ version: '1.4.2', artifact }] }],
    [demoCollector, { publications: [{ version: '1.4.2' }] }],
  ]);
  const version = (body: object) => ({ method: 'POST', path: '/api/v1/versions', token: 'Bearer admin', body });
  const agent = (agentUuid: string, agentType: string, nodeId: string) => ({
    method: 'PUT',
    path: `/api/v1/agents/${agentUuid}`,
    token: 'Bearer admin',
    body: { agentType, nodeId },
  });

  const agents = demoAgents(2, [demoAgent, demoCollector]);
  const admin = (wait?: (ms: number) => Promise<unknown>) =>
    new FleetApi({ baseUrl: url, token: 'admin', ...(wait && { wait }) });

  test('publishes the versions and then registers the agents', async () => {
    await register(admin(), supplies, agents);
    expect(requests).toEqual([
      version({ agentType: 'demo-agent', version: '1.4.2', artifact }),
      version({ agentType: 'demo-collector', version: '1.4.2' }),
      agent('item1', 'demo-agent', 'mi-00000000000000001'),
      agent('collector1', 'demo-collector', 'mi-00000000000000002'),
    ]);
  });

  test('waits where the API throttles, and asks again', async () => {
    statuses = [200, 429, 429];
    const waits: number[] = [];
    await register(
      admin(async (ms) => waits.push(ms)),
      supplies,
      agents,
    );
    expect(waits).toEqual([250, 250]);
    expect(requests).toHaveLength(6);
  });

  test('leaves agents out that are known, where the fleet was kept', async () => {
    statuses = [200, 404];
    expect(await unknownAgents(admin(), agents)).toEqual([agents[1]]);
  });

  test('fails with what the API answered', async () => {
    statuses = [200, 200, 422];
    await expect(register(admin(), supplies, agents)).rejects.toThrow(
      'PUT /api/v1/agents/item1 was answered with 422: {"answer":"of the API"}',
    );
  });
});

describe('npm start', () => {
  const program = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
  const run = (options: string[], environment: Record<string, string>) =>
    new Promise<{ code: number | null; written: string }>((resolve) => {
      const child = spawn(process.execPath, ['--import', 'tsx', program, ...options], {
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let written = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        written += text;
      });
      child.on('close', (code) => resolve({ code, written }));
    });

  const refused: [string, string[], Record<string, string>, RegExp][] = [
    ['a number of agents that is none', ['--agents', '0'], {}, /agents/],
    ['a port that is none', [], { PORT: 'web' }, /port/],
    ['a type that it does not know', ['--types', 'storm'], {}, /There is no type "storm"/],
    ['a type that it cannot keep', ['--types', 'demo-collector', '--data', '.'], {}, /cannot be kept with --data/],
    ['an option that it does not know', ['--nodes', '3'], {}, /Unknown option '--nodes'/],
  ];
  test.each(refused)('refuses %s and says so', async (_name, options, environment, message) => {
    const { code, written } = await run(options, environment);
    expect(code).toBe(1);
    expect(written).toMatch(message);
  });
});
