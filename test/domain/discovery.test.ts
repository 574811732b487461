import { describe, expect, test } from '@jest/globals';
import type { Agent } from '../../functions/domain/agent.ts';
import type { KnownSoftware } from '../../functions/domain/applications.ts';
import {
  type AgentSighting,
  byNode,
  type Details,
  findingsOf,
  type Look,
  missing,
  observationOf,
  placesToLook,
  wantsDetails,
} from '../../functions/domain/discovery.ts';
import type { Instance, ManagedNode } from '../../functions/domain/discovery-ports.ts';
import { agent, agentType, application, instanceId, later, managedNode, nodeId, now } from '../fixtures.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const demo: KnownSoftware = { ...agentType, discovery: { applications: ['demo-agent'] } };
const ssmAgent: KnownSoftware = { name: 'ssm-agent', recipe: 'ssm-agent', platform: 'linux', versionScheme: 'dotted' };
const windowsAgent: KnownSoftware = { ...ssmAgent, name: 'ssm-agent-windows', platform: 'windows' };
const windows = { type: 'windows', name: 'Microsoft Windows Server 2025', version: '10.0' } as const;
const nameless: KnownSoftware = { name: 'nameless', recipe: 'package', platform: 'linux', versionScheme: 'semver' };
const typesOf = (...types: KnownSoftware[]) => new Map(types.map((type) => [type.name, type]));
const running: Instance = { state: 'running', architecture: 'arm64', tags: { site: 'berlin' } };
const derived = (type: string, node: string) => `${type}:111122223333:eu-west-1:${node}`;

describe('an agent type is looked for', () => {
  const nodes = [managedNode(1), managedNode(2)];
  test.each<[string, KnownSoftware, Agent[], string[] | undefined]>([
    ['on all nodes', demo, [], [nodeId(1), nodeId(2)]],
    ['not where the inventory has it', demo, [agent(1)], [nodeId(2)]],
    ['where the inventory has another one', demo, [agent(1, { agentType: 'other' })], [nodeId(1), nodeId(2)]],
    ['where the inventory has it in another region', demo, [agent(1, { region: 'us-east-1' })], [nodeId(1), nodeId(2)]],
    ['nowhere where its platform is another', { ...demo, platform: 'windows' }, [], []],
    ['nowhere where nothing recognises it', nameless, [], undefined],
    ['nowhere where it is SSM Agent, which is everywhere', ssmAgent, [], undefined],
  ])('%s', (_sentence, type, agents, expected) => {
    expect(placesToLook(nodes, byNode(agents, home), typesOf(type)).get(type.name)).toEqual(expected);
  });
});

describe('what is found', () => {
  interface Case {
    readonly node?: Partial<ManagedNode>;
    readonly instance?: Instance;
    readonly isRecognised?: boolean;
    readonly agents?: readonly Agent[];
    readonly types?: readonly KnownSoftware[];
  }
  const ec2 = { nodeId: instanceId(1) };
  const onInstance = agent(1, ec2);

  /** Each as a word: known and new agentUuids, and what else is told. */
  function told({ node, instance, isRecognised = true, agents = [], types = [demo] }: Case): string[] {
    const seen = managedNode(1, node);
    const look: Look = {
      nodes: [seen],
      instances: new Map(instance ? [[seen.nodeId, instance]] : []),
      recognised: new Map([[demo.name, new Set(isRecognised ? [seen.nodeId] : [])]]),
    };
    const { sightings, unmapped, duplicates, ended } = findingsOf(look, byNode(agents, home), typesOf(...types), home);
    return [
      ...sightings.map(({ agentUuid, known }) => `${known === undefined ? 'new' : 'known'} ${agentUuid}`),
      ...unmapped.map((one) => `unmapped ${one.nodeId}`),
      ...duplicates.map(({ agentUuids }) => `duplicate ${agentUuids.join(' ')}`),
      ...ended.map(({ agentUuid }) => `ended ${agentUuid}`),
    ];
  }

  test.each<[string, Case, string[]]>([
    ['an agent that is not in the inventory is new', {}, [`new ${derived('demo-agent', nodeId(1))}`]],
    ['an agent keeps the name that it was given', { agents: [agent(1)] }, ['known item1']],
    ['an agent is known where it is not recognised', { agents: [agent(1)], isRecognised: false }, ['known item1']],
    ['an agent of a type that is no longer there is known', { agents: [agent(1)], types: [] }, ['known item1']],
    ['a vanished agent is known', { agents: [agent(1, { vanishedAt: now.toISOString() })] }, ['known item1']],
    ['a node with nothing that is known is unmapped', { isRecognised: false }, [`unmapped ${nodeId(1)}`]],
    [
      'SSM Agent is on each node',
      { isRecognised: false, types: [demo, ssmAgent] },
      [`new ${derived('ssm-agent', nodeId(1))}`],
    ],
    [
      'a Windows node has the agents of Windows alone',
      { node: { platform: windows }, types: [demo, ssmAgent, windowsAgent] },
      [`new ${derived('ssm-agent-windows', nodeId(1))}`],
    ],
    [
      'a node that never told its platform has no new agents',
      { node: { platform: null }, types: [demo, ssmAgent] },
      [`unmapped ${nodeId(1)}`],
    ],
    [
      'a node may have several agents',
      { agents: [agent(1)], types: [demo, ssmAgent] },
      ['known item1', `new ${derived('ssm-agent', nodeId(1))}`],
    ],
    [
      'two agents in one place are both named',
      { agents: [agent(1), agent(1, { agentUuid: 'twin' })] },
      ['known item1', 'known twin', 'duplicate item1 twin'],
    ],
    [
      'an agent elsewhere is none here',
      { agents: [agent(1, { account: '999999999999' })] },
      [`new ${derived('demo-agent', nodeId(1))}`],
    ],
    ['an instance that runs', { node: ec2, instance: running }, [`new ${derived('demo-agent', instanceId(1))}`]],
    [
      'an instance that is stopped may run again',
      { node: { ...ec2, connection: 'offline' }, instance: { ...running, state: 'stopped' }, agents: [onInstance] },
      ['known item1'],
    ],
    [
      'an instance that was terminated has no new agent',
      { node: ec2, instance: { ...running, state: 'terminated' } },
      [],
    ],
    [
      'an agent ends with its instance',
      { node: ec2, instance: { ...running, state: 'terminated' }, agents: [onInstance] },
      ['ended item1'],
    ],
    [
      'an agent ends once',
      {
        node: ec2,
        instance: { ...running, state: 'terminated' },
        agents: [{ ...onInstance, vanishedAt: now.toISOString() }],
      },
      [],
    ],
    [
      'an instance that is offline and that EC2 forgot has ended',
      { node: { ...ec2, connection: 'offline' }, agents: [onInstance] },
      ['ended item1'],
    ],
    [
      'an instance that is online is there, also where EC2 does not know it yet',
      { node: ec2, agents: [onInstance] },
      ['known item1'],
    ],
    [
      'a hybrid node that is offline is there',
      { node: { connection: 'offline' }, agents: [agent(1)] },
      ['known item1'],
    ],
    ['a node whose id has another form is unmapped', { node: { nodeId: 'thing-1' } }, ['unmapped thing-1']],
  ])('%s', (_sentence, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
});

const sighting = (
  known: Partial<Agent> | undefined,
  node: Partial<ManagedNode> = {},
  instance?: Instance,
): AgentSighting => ({
  agentUuid: 'item1',
  agentType: demo.name,
  ...home,
  nodeId: nodeId(1),
  node: managedNode(1, node),
  instance,
  known: known && agent(1, { connection: 'online', lastSeenAt: later(-3_600).toISOString(), ...known }),
});

describe('a node is asked for details', () => {
  test.each<[string, AgentSighting, boolean]>([
    ['where the agent is new', sighting(undefined), true],
    ['where the agent is back', sighting({ vanishedAt: now.toISOString() }), true],
    ['where it is connected again', sighting({ connection: 'offline' }), true],
    ['where it was never seen', sighting({ lastSeenAt: null }), true],
    ['a day after it was seen last', sighting({ lastSeenAt: later(-60 - 86_400).toISOString() }), true],
    ['but not within the day', sighting({ lastSeenAt: later(-86_400).toISOString() }), false],
    [
      'nor while it is offline and tells nothing new',
      sighting({ connection: 'offline' }, { connection: 'offline', lastPingAt: later(-3_600).toISOString() }),
      false,
    ],
    [
      'nor where it was never heard of',
      sighting({ connection: 'offline', lastSeenAt: null }, { connection: 'offline', lastPingAt: null }),
      false,
    ],
  ])('%s', (_sentence, given, expected) => {
    expect(wantsDetails(given)).toBe(expected);
  });
});

describe('what is written down', () => {
  const capturedAt = '2026-01-15T07:30:00Z';
  const software = { capturedAt, applications: [application()] };
  const observed = (of: AgentSighting, details: Partial<Details> = {}, type: KnownSoftware | undefined = demo) =>
    observationOf(of, { tags: null, software: null, ...details }, type, now);

  test('is what Systems Manager tells', () => {
    expect(observed(sighting(undefined), { tags: { site: 'berlin' }, software })).toEqual({
      agentUuid: 'item1',
      agentType: 'demo-agent',
      ...home,
      nodeId: nodeId(1),
      platform: { type: 'linux', name: 'Ubuntu', version: '24.04', architecture: null },
      connection: 'online',
      tags: { site: 'berlin' },
      lastSeenAt: later(-60).toISOString(),
      version: { version: '1.4.2', reportedAt: capturedAt },
      seenAt: now.toISOString(),
    });
  });

  test('is what EC2 tells of an instance', () => {
    const { platform, tags } = observed(sighting(undefined, {}, running));
    expect([platform?.architecture, tags]).toEqual(['arm64', { site: 'berlin' }]);
  });

  test('has no tags, platform and version where nobody told', () => {
    const { platform, tags, version } = observed(sighting(undefined, { platform: null }));
    expect([platform, tags, version]).toEqual([null, null, null]);
  });

  const version = (reported: string, reportedAt = capturedAt) => ({ version: reported, reportedAt });
  const found = (reported: string) => ({
    software: { capturedAt, applications: [application({ version: reported })] },
  });
  test.each<[string, ReturnType<typeof observed>, ReturnType<typeof version> | null]>([
    ['of the time at which the node looked', observed(sighting({}), found('1.5.0-1')), version('1.5.0')],
    [
      'none, where the node never looked',
      observed(sighting({}), { software: { ...software, capturedAt: null } }),
      null,
    ],
    [
      'none, where the agent type is unknown',
      observationOf(sighting({}), { tags: null, software }, undefined, now),
      null,
    ],
    [
      'the known one, where it is written in another way',
      observed(sighting({ version: '1.4.2' }), found('1.4.2.0')),
      version('1.4.2'),
    ],
    [
      "the known one, where rpm's epoch of 0 is not written",
      observed(
        sighting({ version: '0:1.4.2-3' }),
        {
          software: {
            capturedAt,
            applications: [application({ version: '1.4.2', release: '3', packageId: null })],
          },
        },
        { ...demo, versionScheme: 'rpm' },
      ),
      version('0:1.4.2-3'),
    ],
    [
      'of SSM Agent itself, at its last ping',
      observed(sighting({}), {}, ssmAgent),
      version('3.3.3050.0', later(-60).toISOString()),
    ],
    ['none of an SSM Agent that never told', observed(sighting({}, { agentVersion: null }), {}, ssmAgent), null],
    ['none of an SSM Agent that tells nonsense', observed(sighting({}, { agentVersion: 'a b' }), {}, ssmAgent), null],
  ])('as version: %s', (_sentence, observation, expected) => {
    expect(observation.version).toEqual(expected);
  });
});

describe('an agent is missing', () => {
  const seen = new Set([nodeId(2)]);
  const longSeen = { lastSeenAt: later(-3_600).toISOString() };
  test.each<[string, Agent, boolean]>([
    ['where its node was not seen', agent(1, longSeen), true],
    ['but not where it was', agent(2, longSeen), false],
    ['nor where that is known', agent(1, { ...longSeen, vanishedAt: now.toISOString() }), false],
    ['nor elsewhere', agent(1, { ...longSeen, region: 'us-east-1' }), false],
    [
      'nor within a day of its registration, before its node came',
      agent(1, { registeredAt: later(-86_399).toISOString() }),
      false,
    ],
    ['but a day later, where its node never came', agent(1, { registeredAt: later(-86_400).toISOString() }), true],
    [
      'soon after its registration, where its node was seen',
      agent(1, { ...longSeen, registeredAt: later(-60).toISOString() }),
      true,
    ],
  ])('%s', (_sentence, one, expected) => {
    expect(missing(byNode([one], home), seen, now)).toEqual(expected ? [one] : []);
  });
});
