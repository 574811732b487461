import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommandInvocationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { close, listen } from '../../local/aws-json.ts';
import { systemClock } from '../../local/clock.ts';
import { type ArtifactServer, serveArtifacts } from '../../local/node/artifacts.ts';
import { DEMO_AGENT_TYPE } from '../../local/node/definition.ts';
import { DemoFleet } from '../../local/node/demo-fleet.ts';
import { ssmServer } from '../../local/ssm/endpoint.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { RealNode } from '../../local/ssm/real-node.ts';
import { hasEnded } from './processes.ts';
import { encode } from './script-bench.ts';
import { nodeId } from './ssm-bench.ts';

const ids = [nodeId(1), nodeId(2), nodeId(3)];
const ended = new Map<string, () => void>();
let directory: string;
let artifacts: ArtifactServer;
let fleet: DemoFleet;
let host: SsmHost;
let server: ReturnType<typeof ssmServer>;
let client: SSMClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleet-demo-'));
  artifacts = await serveArtifacts(join(directory, 'artifacts'), [
    { version: '1.5.0', healthy: true },
    { version: '1.6.0', healthy: false },
  ]);
  fleet = await DemoFleet.start(join(directory, 'nodes'), ids, { version: '1.4.2', healthy: true });
  host = new SsmHost({
    clock: systemClock,
    newId: randomUUID,
    documents: new Map([
      ['package', packageDocument()],
      ['report', reportDocument()],
    ]),
    onEvent: ({ detail }) => {
      if (['Success', 'Failed'].includes(detail.status)) ended.get(detail['command-id'])?.();
    },
    account: '111122223333',
    region: 'eu-central-1',
  });
  for (const node of fleet.nodes) host.addNode(new RealNode({ ...node, clock: systemClock }));
  server = ssmServer(host);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SSMClient({ endpoint: await listen(server), region: 'eu-central-1', credentials });
});

afterAll(async () => {
  client.destroy();
  host.stop();
  await fleet.stop();
  await Promise.all([close(server), artifacts.close()]);
  await rm(directory, { recursive: true, force: true });
});

async function upgrade(version: string): Promise<unknown[]> {
  const artifact = artifacts.artifacts.find((one) => one.version === version);
  const { name: agentType, versionCommand, healthCommand, restartCommand, installRoot } = DEMO_AGENT_TYPE;
  const Parameters = {
    Action: ['upgrade'],
    AttemptId: [`to-${version}`],
    NotAfter: [String(Math.floor(Date.now() / 1000) + 600)],
    AgentType: [agentType],
    Version: [version],
    Artifacts: [encode(`any/any ${artifact?.url} ${artifact?.sha256} -`)],
    VersionCommand: [encode(versionCommand)],
    HealthCommand: [encode(healthCommand)],
    RestartCommand: [encode(restartCommand)],
    InstallRoot: [encode(installRoot)],
    HealthTimeoutSeconds: ['2'],
  };
  const sent = new SendCommandCommand({ InstanceIds: ids, DocumentName: 'package', Parameters, MaxErrors: '100%' });
  const CommandId = (await client.send(sent)).Command?.CommandId ?? '';
  await new Promise<void>((resolve) => ended.set(CommandId, resolve));
  const read = async (InstanceId: string) => {
    const { StandardOutputContent = '' } = await client.send(
      new GetCommandInvocationCommand({ CommandId, InstanceId }),
    );
    return JSON.parse(StandardOutputContent.split('\n', 1)[0] ?? '');
  };
  return Promise.all(ids.map(read));
}

const health = () => Promise.all(fleet.nodes.map((node) => fleet.health(node)));

test('real agents are upgraded, survive a sick version and leave no process behind', async () => {
  expect(await health()).toEqual(ids.map(() => ({ version: '1.4.2', healthy: true })));

  expect(await upgrade('1.5.0')).toMatchObject(
    ids.map(() => ({ reason: 'UPGRADED', oldVersion: '1.4.2', newVersion: '1.5.0' })),
  );
  expect(await health()).toEqual(ids.map(() => ({ version: '1.5.0', healthy: true })));

  expect(await upgrade('1.6.0')).toMatchObject(
    ids.map(() => ({ reason: 'HEALTH_CHECK_FAILED', newVersion: '1.5.0', healthy: true })),
  );
  expect(await health()).toEqual(ids.map(() => ({ version: '1.5.0', healthy: true })));

  const pids = await Promise.all(fleet.nodes.map((node) => readFile(join(node.directory, 'run/pid'), 'utf8')));
  await fleet.stop();
  expect(await health()).toEqual(ids.map(() => undefined));
  expect(await Promise.all(pids.map((pid) => hasEnded(Number(pid))))).toEqual(ids.map(() => true));
}, 20_000);
