import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import { readAnyReport } from '../../functions/domain/node-result.ts';
import { changeParametersOf, recipeOf, reportParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { systemClock } from '../../local/clock.ts';
import { type AwsDemoNode, awsDemoNode, COLLECTOR_TYPE, SSM_AGENT_TYPE } from '../../local/node/distributor.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { HostedCommands, hostedDocuments } from '../fakes/hosted-commands.ts';
import { later, nodeId } from '../fixtures.ts';
import { hasEnded } from './processes.ts';

const id = nodeId(1);
const collector = agentTypeSchema.parse(COLLECTOR_TYPE);
const ssmAgent = agentTypeSchema.parse(SSM_AGENT_TYPE);
const ended = new Map<string, () => void>();
let directory: string;
let demo: AwsDemoNode;
let host: SsmHost;
let commands: HostedCommands;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleet-distributor-'));
  const installed = { version: '2.0.0', healthy: true };
  demo = await awsDemoNode(
    { id, directory },
    {
      ssmAgent: { installed: '3.3.987.0', versions: ['3.3.987.0', '3.3.2746.0'] },
      collector: {
        installed,
        versions: [installed, { version: '2.1.0', healthy: true }, { version: '2.2.0', healthy: false }],
      },
    },
  );
  host = new SsmHost({
    clock: systemClock,
    newId: randomUUID,
    documents: new Map([[hostedDocuments.report, reportDocument()]]),
    onEvent: ({ detail }) => {
      if (['Success', 'Failed'].includes(detail.status)) ended.get(detail['command-id'])?.();
    },
    account: '111122223333',
    region: 'eu-central-1',
  });
  host.addNode(demo.node);
  commands = new HostedCommands(host);
});

afterAll(async () => {
  host.stop();
  await demo.stop();
  await rm(directory, { recursive: true, force: true });
});

type Sent = Parameters<HostedCommands['send']>[0];

async function run(document: Sent['document'], parameters: Sent['parameters']) {
  const commandId = await commands.send({ document, parameters, nodeIds: [id], comment: 'test', deliverySeconds: 60 });
  await new Promise<void>((resolve) => ended.set(commandId, resolve));
  const [invocation] = await commands.invocations(commandId);
  return invocation;
}

/** Upgrades by the document of AWS; answers what is read of it, and what the probe says then. */
async function upgrade(agentType: typeof collector, version: string) {
  const change = {
    action: 'upgrade',
    version,
    published: undefined,
    network: null,
    attemptId: 'a',
    notAfter: later(600),
  } as const;
  const invocation = await run(agentType.recipe, changeParametersOf(agentType, { ...change, allowDowngrade: false }));
  const probe = await run('report', reportParametersOf(agentType, 'a'));
  const { version: reported, healthy } = readAnyReport(probe?.output ?? '') ?? {};
  const said = recipeOf(agentType).readOutput?.(invocation?.output ?? '');
  return { detail: invocation?.detail, said, reported, healthy };
}

test('a real collector is upgraded, survives a sick version and leaves no process behind', async () => {
  expect(await upgrade(collector, '2.1.0')).toMatchObject({
    detail: 'Success',
    said: { oldVersion: '2.0.0', wasThere: false },
    reported: '2.1.0',
    healthy: true,
  });
  expect(await demo.collector()).toEqual({ version: '2.1.0', healthy: true });

  expect(await upgrade(collector, '2.2.0')).toMatchObject({
    detail: 'Failed',
    said: { oldVersion: '2.1.0', error: expect.stringContaining('collector 2.2.0 is not healthy') },
    reported: '2.1.0',
    healthy: true,
  });
  expect(await upgrade(collector, '2.1.0')).toMatchObject({ detail: 'Success', said: { wasThere: true } });

  const pid = Number(await readFile(join(directory, 'collector/run/pid'), 'utf8'));
  await demo.stop();
  expect(await demo.collector()).toBeUndefined();
  expect(await hasEnded(pid)).toBe(true);
}, 20_000);

test('the SSM Agent of the node is upgraded, and says so itself', async () => {
  expect(await upgrade(ssmAgent, '3.3.2746.0')).toMatchObject({
    detail: 'Success',
    said: { oldVersion: '3.3.987.0', wasThere: false },
    reported: '3.3.2746.0',
    healthy: true,
  });
  expect(host.fleet.get(id)?.node.agentVersion).toBe('3.3.2746.0');
});
