import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod';
import { systemClock } from '../../local/clock.ts';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { synthesizeApart } from '../../local/launch/synthesis.ts';
import { ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { agentType, instanceId, nodeId } from '../fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-discovery-'));
const ssmAgent = { name: 'ssm-agent', recipe: 'ssm-agent', platform: 'linux', versionScheme: 'dotted' } as const;
let issuer: Issuer;
let stack: LocalStack;
const problems: string[] = [];

beforeAll(async () => {
  issuer = await startIssuer();
  const agentTypes = [
    { ...agentType, discovery: { applications: ['demo-*'] } },
    { ...ssmAgent, healthTimeoutSeconds: 60 },
  ];
  await synthesizeApart({ issuer: issuer.url, audience: issuer.audience, agentTypes, outdir: folder });
  stack = await startStack({ assemblyFolder: folder, onProblem: (problem) => problems.push(problem) });
}, 60_000);
afterAll(async () => {
  expect(problems).toEqual([]);
  await stack?.stop();
  await issuer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call(method: string, path: string, body?: object) {
  const headers = {
    authorization: `Bearer ${await issuer.token({ role: 'admin' })}`,
    'content-type': 'application/json',
  };
  const response = await fetch(stack.baseUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  expect(response.status).toBe(200);
  return z.record(z.string(), z.unknown()).parse(await response.json());
}
const agentOn = (type: string, id: string) => call('GET', `/api/v1/agents/${uuid(type, id)}`);
const uuid = (type: string, id: string) => `${type}:${stack.template.accountId}:${stack.template.region}:${id}`;
const counts = (answer: Record<string, unknown>) =>
  z
    .record(z.string(), z.looseObject({ count: z.number() }))
    .parse(
      Object.fromEntries(Object.entries(answer).filter(([, value]) => typeof value === 'object' && value !== null)),
    );

const add = (id: string, packageVersion: string | null) =>
  stack.ssm.addNode(
    new ScriptedNode({
      ...{ id, clock: systemClock, version: null, tags: { site: 'berlin' } },
      script: { latencyMs: 0, outcome: { kind: 'success' } },
      ...(packageVersion !== null && {
        software: {
          capturedAt: '2026-01-01T00:00:00Z',
          applications: [
            { Name: 'demo-agent', Version: packageVersion, PackageId: `demo-agent_${packageVersion}_all.deb` },
          ],
        },
      }),
    }),
  );

test('the deployed functions find agents on nodes, keep to what they found, and see them vanish', async () => {
  add(instanceId(1), '1.4.2-1');
  add(nodeId(2), '1.5.0-1');
  add(nodeId(3), null);
  await call('PUT', '/api/v1/agents/alias', { agentType: 'demo-agent', nodeId: nodeId(2) });

  const dry = await call('POST', '/api/v1/agents/discover', { dryRun: true });
  expect(dry).toMatchObject({ dryRun: true, complete: true, nodes: 3, detail: null });
  // Three SSM Agents and the instance's own agent are new; the other one has its alias.
  expect(counts(dry)).toMatchObject({ found: { count: 1 }, new: { count: 4 }, unmapped: { count: 0 } });

  const first = await call('POST', '/api/v1/agents/discover');
  expect({ ...first, dryRun: true, startedAt: '' }).toEqual({ ...dry, startedAt: '' });
  expect(await agentOn('demo-agent', instanceId(1))).toMatchObject({
    version: '1.4.2',
    versionReportedAt: '2026-01-01T00:00:00Z',
    tags: { site: 'berlin' },
    platform: { type: 'linux', name: 'Amazon Linux', version: '2023', architecture: 'x86_64' },
    connection: 'online',
    origin: 'discovered',
  });
  expect(await agentOn('ssm-agent', nodeId(3))).toMatchObject({ version: '3.3.3050.0', tags: { site: 'berlin' } });
  expect(await call('GET', '/api/v1/agents/alias')).toMatchObject({ version: '1.5.0', origin: 'registered', tags: {} });

  stack.instances.setState(instanceId(1), 'terminated');
  stack.ssm.fleet.remove(nodeId(3));
  const second = await call('POST', '/api/v1/agents/discover');
  expect(counts(second)).toMatchObject({ found: { count: 2 }, new: { count: 0 }, vanished: { count: 3 } });
  expect(await agentOn('ssm-agent', nodeId(3))).toMatchObject({ vanishedAt: expect.any(String), connection: null });

  const tick = await stack.functions.invoke(
    stack.template.functions.find(({ name }) => name.endsWith('discover-on-schedule'))?.arn ?? '',
    {},
  );
  expect(tick).toEqual({ due: false });
}, 60_000);
