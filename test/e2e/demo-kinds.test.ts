import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import { publicationSchema } from '../../functions/domain/catalogue.ts';
import { readReport } from '../../functions/domain/node-result.ts';
import { changeParametersOf, reportParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { ownDocuments } from '../../lib/documents/documents.ts';
import { systemClock } from '../../local/clock.ts';
import type { DemoKind, StartedNode, Supply } from '../../local/launch/demo-kind.ts';
import { chooseKinds, namesByKind } from '../../local/launch/demo-kinds.ts';
import { demoAgents } from '../../local/launch/demo-nodes.ts';
import { demoAgent } from '../../local/launch/kinds/archive.ts';
import { demoBeat } from '../../local/launch/kinds/debian-package.ts';
import { demoCollector } from '../../local/launch/kinds/distributor.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { HostedCommands, hostedDocuments } from '../fakes/hosted-commands.ts';
import { nodeId } from '../fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-kinds-test-'));
afterAll(() => rm(folder, { recursive: true }));

/** Starts one agent of a kind and acts on it; ends it whatever comes of that. */
async function withAgent(kind: DemoKind, act: (agent: StartedNode, bench: Bench) => Promise<void>): Promise<void> {
  const place = join(folder, kind.agentType.name);
  const supply = await kind.supply(join(place, 'supplies'));
  const agent = await supply.start(nodeId(1), join(place, 'nodes')).catch(async (error) => {
    await supply.close();
    throw error;
  });
  const bench = new Bench(kind, supply, agent);
  try {
    await act(agent, bench);
  } finally {
    bench.stop();
    await agent.stop();
    await supply.close();
  }
}

/** Sends to one agent what the cloud would send to it. */
class Bench {
  readonly agentType: DemoKind['agentType'];
  readonly #host: SsmHost;
  readonly #ended = new Map<string, () => void>();

  constructor(
    kind: DemoKind,
    readonly supply: Supply,
    agent: StartedNode,
  ) {
    this.agentType = kind.agentType;
    this.#host = new SsmHost({
      clock: systemClock,
      newId: randomUUID,
      documents: new Map(
        (['package', 'os-package', 'report'] as const).map((name) => [hostedDocuments[name], ownDocuments[name]]),
      ),
      onEvent: ({ detail }) => {
        if (['Success', 'Failed'].includes(detail.status)) this.#ended.get(detail['command-id'])?.();
      },
      account: '111122223333',
      region: 'eu-central-1',
    });
    this.#host.addNode(agent.node);
  }

  /** Answers how the command ended. How long a document of ours waits for health is told; a package of Distributor knows that itself. */
  async upgrade(version: string, healthTimeoutSeconds: number): Promise<string | undefined> {
    const agentType = agentTypeSchema.parse({ ...this.agentType, healthTimeoutSeconds });
    const publication = this.supply.publications.find((one) => one.version === version);
    const change = {
      action: 'upgrade',
      version,
      published: publicationSchema.parse({ agentType: agentType.name, ...publication }),
      attemptId: `to-${version}`,
      notAfter: new Date(Date.now() + 600_000),
      allowDowngrade: false,
      network: null,
    } as const;
    return (await this.#run(agentType.recipe, changeParametersOf(agentType, change)))?.detail;
  }

  /** What the probe says, of this agent or of a type that asks it otherwise. */
  async probe(agentType = this.agentType) {
    return readReport((await this.#run('report', reportParametersOf(agentType, 'probe')))?.output ?? '', 'probe');
  }

  stop(): void {
    this.#host.stop();
  }

  async #run(document: keyof typeof hostedDocuments, parameters: Readonly<Record<string, string>>) {
    const commands = new HostedCommands(this.#host);
    const sent = { document, parameters, nodeIds: [nodeId(1)], comment: 'test', deliverySeconds: 60 };
    const commandId = await commands.send(sent);
    await new Promise<void>((resolve) => this.#ended.set(commandId, resolve));
    const [invocation] = await commands.invocations(commandId);
    return invocation;
  }
}

const kinds: readonly DemoKind[] = [demoAgent, demoBeat, demoCollector];

describe('an agent survives a version that never becomes healthy, and then runs one that is slow to become so', () => {
  for (const kind of kinds) {
    const missing = kind.missing();
    const here = missing.length === 0 ? test.concurrent : test.concurrent.skip;
    const needs = missing.length === 0 ? '' : ` (needs ${missing.join(', ')})`;
    here(`${kind.agentType.name}${needs}`, () => withAgent(kind, survives), 30_000);
  }

  async function survives(agent: StartedNode, bench: Bench): Promise<void> {
    expect(await bench.upgrade('1.6.0', 1)).toBe('Failed');
    expect(await agent.health()).toEqual({ version: '1.4.2', healthy: true });
    expect(await bench.upgrade('1.5.1', 20)).toBe('Success');
    expect(await agent.health()).toEqual({ version: '1.5.1', healthy: true });
    expect(await bench.probe()).toMatchObject({ version: '1.5.1', healthy: true });
    const { agentType } = bench;
    if (agentType.recipe !== 'os-package') return;
    // Asked of the package manager alone, it is what that calls the version.
    const silent = { ...agentType, versionCommand: '', healthCommand: '' };
    expect(await bench.probe(silent)).toMatchObject({ version: '1.5.1-1', healthy: true });
  }
});

describe('the types of the demo', () => {
  const without: DemoKind = { ...demoBeat, missing: () => ['apt-get', 'gpg'] };
  const sentence = 'demo-beat is left out: this machine has no apt-get, gpg.';

  test('are those that this machine can have; of the others it is said why not', () => {
    const choice = chooseKinds(undefined, [demoAgent, without, demoCollector]);
    expect(choice).toEqual({ kinds: [demoAgent, demoCollector], leftOut: [sentence] });
  });

  test('are those that are named', () => {
    expect(chooseKinds('demo-collector, demo-agent').kinds).toEqual([demoCollector, demoAgent]);
  });

  test('are refused where one that is named cannot be had', () => {
    expect(() => chooseKinds('demo-agent,demo-beat', [demoAgent, without])).toThrow(sentence);
  });

  test('are refused where one is not known', () => {
    expect(() => chooseKinds('demo-agent,storm')).toThrow(
      'There is no type "storm". The types are demo-agent, demo-beat, demo-collector.',
    );
  });

  test('have agents in turn, on nodes that Systems Manager could have', () => {
    expect(demoAgents(4, [demoAgent, demoCollector])).toMatchObject([
      { agentUuid: 'item1', kind: demoAgent, nodeId: 'mi-00000000000000001' },
      { agentUuid: 'collector1', kind: demoCollector, nodeId: 'mi-00000000000000002' },
      { agentUuid: 'item2', kind: demoAgent },
      { agentUuid: 'collector2', kind: demoCollector },
    ]);
    const ids = demoAgents(200, kinds).map(({ nodeId }) => nodeId);
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^mi-[0-9a-f]{17}$/);
  });

  test('are told with the names of their agents', () => {
    expect(namesByKind(demoAgents(3, [demoAgent, demoBeat]))).toEqual([
      'item1 to item2: demo-agent, from an archive',
      'beat1: demo-beat, from a Debian package',
    ]);
  });
});
