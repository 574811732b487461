import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { agentItem } from '../functions/adapters/dynamo-agents.ts';
import { DynamoCatalogue } from '../functions/adapters/dynamo-catalogue.ts';
import { DynamoTable } from '../functions/adapters/dynamo-table.ts';
import type { Settings } from '../lib/settings.ts';
import { systemClock } from '../local/clock.ts';
import { startIssuer } from '../local/issuer.ts';
import { FleetApi } from '../local/launch/fleet-api.ts';
import { synthesizeApart } from '../local/launch/synthesis.ts';
import { type Script, ScriptedNode } from '../local/ssm/scripted-node.ts';
import { Running } from '../local/stack/running.ts';
import { type LocalStack, type StackOptions, startStack } from '../local/stack.ts';
import { agent, agentType, nodeId, version } from '../test/fixtures.ts';
import { seededRandom } from '../test/seeded-random.ts';

/** Agents that are written at once. */
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
  /** What each node does, by the number of its agent; unless given, it upgrades well within 0.2 to 0.6 s: not what is measured, so short. */
  readonly script?: (index: number) => Script;
  /** How patient the workflow is; as the environment `local` is unless given. */
  readonly pace?: Settings['pace'];
  readonly between?: StackOptions['between'];
}

/** The embedded stack with so many registered agents on scripted nodes, each of which upgrades well. */
export async function startScriptedFleet(options: FleetOptions): Promise<ScriptedFleet> {
  return Running.start((running) => start(options, running));
}

async function start(options: FleetOptions, running: Running): Promise<ScriptedFleet> {
  const { agents, seed, folder, pace, between, script = brisk(seededRandom(seed)) } = options;
  const assemblyFolder = join(folder, `assembly-${agents}-${Date.now()}`);
  const issuer = await startIssuer();
  running.add(() => issuer.stop());
  const { url, audience } = issuer;
  await synthesizeApart({ issuer: url, audience, agentTypes: [agentType], pace, outdir: assemblyFolder });
  const onProblem = (problem: string) => process.stderr.write(`${problem}\n`);
  const stack = await startStack({ assemblyFolder, onProblem, ...(between && { between }) });
  running.add(() => stack.stop());
  const agentUuids = await register(stack, agents);
  for (let index = 0; index < agents; index += 1) {
    const node = { id: nodeId(index), clock: systemClock, version: '1.4.2', script: script(index) };
    stack.ssm.addNode(new ScriptedNode(node));
  }
  const token = await issuer.token({ role: 'operator', expiresIn: 7_200 });
  const api = new FleetApi({ baseUrl: stack.baseUrl, token });
  return { stack, agentUuids, api, token, stop: () => running.stop() };
}

const brisk = (random: () => number) => (): Script => ({
  latencyMs: 200 + Math.round(random() * 400),
  outcome: { kind: 'success' },
});

/** Writes the agents as they are stored, one write each; to register 100,000 takes five. */
async function register(stack: LocalStack, count: number): Promise<readonly string[]> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', AWS_REGION: region = '' } = stack.environment;
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const table = new DynamoTable(stack.template.tables[0]?.name ?? '', client);
  await new DynamoCatalogue(table).publish(version);
  for (let first = 0; first < count; first += TOGETHER) {
    const group = Array.from({ length: Math.min(TOGETHER, count - first) }, (_, index) => agent(first + index));
    await Promise.all(group.map((one) => table.putAlways(agentItem(one, 1))));
  }
  client.destroy();
  return Array.from({ length: count }, (_, index) => agent(index).agentUuid);
}
