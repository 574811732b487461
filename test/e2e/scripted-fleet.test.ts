import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { DynamoAgents } from '../../functions/adapters/dynamo-agents.ts';
import { DynamoCatalogue } from '../../functions/adapters/dynamo-catalogue.ts';
import { DynamoTable } from '../../functions/adapters/dynamo-table.ts';
import { systemClock } from '../../local/clock.ts';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { synthesizeApart } from '../../local/launch/synthesis.ts';
import { type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { agent, agentType, nodeId, plainRollout, version } from '../fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-scripted-'));
const good: Script = { latencyMs: 300, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 300, outcome: { kind: 'failed', reason: 'CHECKSUM_MISMATCH' } };

let issuer: Issuer;
let stack: LocalStack;
let lose = false;
const problems: string[] = [];

const jobSchema = z.looseObject({
  id: z.string(),
  completedAt: z.string().nullable(),
  agents: z.array(
    z.looseObject({
      agentUuid: z.string(),
      status: z.string().nullable(),
      reason: z.string().nullable(),
      newVersion: z.string().nullable(),
    }),
  ),
});

beforeAll(async () => {
  issuer = await startIssuer();
  await synthesizeApart({ issuer: issuer.url, audience: issuer.audience, agentTypes: [agentType], outdir: folder });
  stack = await startStack({
    assemblyFolder: folder,
    onProblem: (problem) => problems.push(problem),
    eventFault: () => (lose ? 'lose' : 'none'),
  });
}, 60_000);
afterAll(async () => {
  expect(problems).toEqual([]);
  await stack?.stop();
  await issuer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Registers as many agents on scripted nodes, starting with number `first`; answers their names. */
async function fleet(first: number, scripts: readonly Script[]): Promise<string[]> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', AWS_REGION: region = '' } = stack.environment;
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const table = new DynamoTable(stack.template.tables[0]?.name ?? '', client);
  await new DynamoCatalogue(table).publish(version);
  const agents = new DynamoAgents(table);
  await Promise.all(
    scripts.map((script, index) => {
      const id = nodeId(first + index);
      stack.ssm.addNode(new ScriptedNode({ id, clock: systemClock, version: '1.4.2', script }));
      return agents.register(agent(first + index));
    }),
  );
  client.destroy();
  return scripts.map((_, index) => `item${first + index}`);
}

async function upgrade(agentUuids: readonly string[], concurrency: number) {
  const headers = {
    authorization: `Bearer ${await issuer.token({ role: 'operator' })}`,
    'content-type': 'application/json',
  };
  const rollout = { concurrency, ...plainRollout };
  const body = JSON.stringify({ agentUuids, targetVersion: '1.5.0', rollout });
  const posted = await fetch(`${stack.baseUrl}/api/v1/agents/batch-upgrade`, { method: 'POST', headers, body });
  const { id } = jobSchema.parse(await posted.json());
  for (;;) {
    const answer = await fetch(`${stack.baseUrl}/api/v1/upgrade-jobs/${id}`, { headers });
    const job = jobSchema.parse(await answer.json());
    if (job.completedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const many = (count: number, script: Script) => Array.from({ length: count }, () => script);

describe('a fleet of scripted nodes on the embedded stack', () => {
  test('1,000 agents at concurrency 1,000 all end, each with its outcome', async () => {
    const job = await upgrade(await fleet(0, many(1_000, good)), 1_000);
    expect(job).toMatchObject({ status: 'success', progress: { total: 1_000, succeeded: 1_000, failed: 0 } });
    expect(new Set(job.agents.map(({ reason, newVersion }) => `${reason} ${newVersion}`))).toEqual(
      new Set(['UPGRADED 1.5.0']),
    );
  }, 60_000);

  test('of 200 with a failure in each 10th, exactly these are failed', async () => {
    const scripts = Array.from({ length: 200 }, (_, index) => (index % 10 === 3 ? bad : good));
    const job = await upgrade(await fleet(2_000, scripts), 100);
    const failed = job.agents.filter(({ status }) => status === 'failed');
    expect(failed.map(({ agentUuid }) => agentUuid)).toEqual(
      Array.from({ length: 20 }, (_, index) => `item${2_003 + 10 * index}`),
    );
    expect(job).toMatchObject({ status: 'failed', progress: { succeeded: 180, failed: 20 } });
  }, 60_000);

  test('with every event lost, a job ends right by polling', async () => {
    lose = true;
    const job = await upgrade(await fleet(3_000, [good, bad, good]), 3);
    lose = false;
    expect(job.agents.map(({ status }) => status)).toEqual(['success', 'failed', 'success']);
  }, 60_000);
});
