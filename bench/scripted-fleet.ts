import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoAgents } from '../functions/adapters/dynamo-agents.ts';
import { DynamoCatalogue } from '../functions/adapters/dynamo-catalogue.ts';
import { DynamoTable } from '../functions/adapters/dynamo-table.ts';
import { systemClock } from '../local/clock.ts';
import { startIssuer } from '../local/issuer.ts';
import { FleetApi } from '../local/launch/fleet-api.ts';
import { synthesizeApart } from '../local/launch/synthesis.ts';
import { ScriptedNode } from '../local/ssm/scripted-node.ts';
import { Running } from '../local/stack/running.ts';
import { type LocalStack, type StackOptions, startStack } from '../local/stack.ts';
import { agent, agentType, nodeId, version } from '../test/fixtures.ts';
import { randomOf } from './samples.ts';

/** How long the script of a node takes, in milliseconds: not what is measured, so short. */
const LATENCY_MS = { least: 200, most: 600 };
/** Agents that are registered at once. */
const TOGETHER = 50;

export interface ScriptedFleet {
  readonly stack: LocalStack;
  readonly agentUuids: readonly string[];
  /** The API as an operator uses it. */
  readonly api: FleetApi;
  readonly token: string;
  stop(): Promise<void>;
}

interface FleetOptions {
  readonly agents: number;
  readonly seed: number;
  readonly folder: string;
  readonly between?: StackOptions['between'];
}

/** The embedded stack with so many registered agents on scripted nodes, each of which upgrades well. */
export async function startScriptedFleet(options: FleetOptions): Promise<ScriptedFleet> {
  const running = new Running();
  try {
    return await start(options, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function start({ agents, seed, folder, between }: FleetOptions, running: Running): Promise<ScriptedFleet> {
  const assemblyFolder = join(folder, `assembly-${agents}-${Date.now()}`);
  const issuer = await startIssuer();
  running.add(() => issuer.stop());
  const { url, audience } = issuer;
  await synthesizeApart({ issuer: url, audience, agentTypes: [agentType], outdir: assemblyFolder });
  const onProblem = (problem: string) => process.stderr.write(`${problem}\n`);
  const stack = await startStack({ assemblyFolder, onProblem, ...(between && { between }) });
  running.add(() => stack.stop());
  const agentUuids = await register(stack, agents, randomOf(seed));
  const token = await issuer.token({ role: 'operator', expiresIn: 3_600 });
  const api = new FleetApi({ baseUrl: stack.baseUrl, token });
  return { stack, agentUuids, api, token, stop: () => running.stop() };
}

async function register(stack: LocalStack, count: number, random: () => number): Promise<readonly string[]> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', AWS_REGION: region = '' } = stack.environment;
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const table = new DynamoTable(stack.template.tables[0]?.name ?? '', client);
  const stored = new DynamoAgents(table);
  await new DynamoCatalogue(table).publish(version);
  for (let first = 0; first < count; first += TOGETHER) {
    const group = Array.from({ length: Math.min(TOGETHER, count - first) }, (_, index) => agent(first + index));
    await Promise.all(group.map((one) => stored.register(one)));
  }
  for (let index = 0; index < count; index += 1) {
    const latencyMs = LATENCY_MS.least + Math.round(random() * (LATENCY_MS.most - LATENCY_MS.least));
    const script = { latencyMs, outcome: { kind: 'success' } } as const;
    stack.ssm.addNode(new ScriptedNode({ id: nodeId(index), clock: systemClock, version: '1.4.2', script }));
  }
  client.destroy();
  return Array.from({ length: count }, (_, index) => agent(index).agentUuid);
}
