import { beforeEach, describe, expect, test } from '@jest/globals';
import { CursorExpired, type ManagedNode, type Nodes } from '../../../functions/domain/discovery-ports.ts';
import { ConcurrentWrite } from '../../../functions/domain/errors.ts';
import { discoverOnRequest } from '../../../functions/domain/use-cases/discover-on-request.ts';
import { discoverOnSchedule } from '../../../functions/domain/use-cases/discover-on-schedule.ts';
import { agent, instanceId, later, managedNode, nodeId, now, seenInstance, seenNode } from '../../fixtures.ts';
import { DiscoveryWorld } from './discovery-world.ts';

let world: DiscoveryWorld;
beforeEach(() => {
  world = new DiscoveryWorld();
});

const derived = (index: number) => `demo-agent:111122223333:eu-west-1:${nodeId(index)}`;
const none = { found: 0, new: 0, unmapped: 0, duplicate: 0, vanished: 0 };

/** These ports, but the nodes' pages as the test says. */
const withPages = (page: Nodes['page']) => ({
  nodes: {
    page,
    having: world.nodes.having.bind(world.nodes),
    software: world.nodes.software.bind(world.nodes),
    tags: world.nodes.tags.bind(world.nodes),
  },
});

describe('a walk', () => {
  test('adds the agents that it finds, with all that is told of them', async () => {
    world.withNodes(2);
    const discovery = await world.discover();
    expect(discovery).toMatchObject({ complete: true, nodes: 2, counts: { ...none, new: 2 } });
    expect(discovery.examples.new[0]).toEqual({ agentUuid: derived(1), agentType: 'demo-agent', nodeId: nodeId(1) });
    expect(await world.agents.get(derived(1))).toEqual(
      agent(1, {
        agentUuid: derived(1),
        tags: { site: 'berlin' },
        version: '1.4.2',
        versionReportedAt: '2026-01-15T07:30:00Z',
        platform: { type: 'linux', name: 'Ubuntu', version: '24.04', architecture: null },
        connection: 'online',
        lastSeenAt: later(-60).toISOString(),
        origin: 'discovered',
        registeredAt: now.toISOString(),
      }),
    );
  });

  test('writes nothing of agents of which there is nothing new', async () => {
    world.withNodes(60);
    await world.discover();
    world.written.length = 0;
    world.pass(3_600);
    world.withNodes(60);
    expect(await world.discover()).toMatchObject({ counts: { ...none, found: 60 } });
    expect(world.written).toEqual([]);
  });

  test('leaves an agent the name and the tags that somebody gave it', async () => {
    await world.agents.register(agent(1, { tags: { ring: 'one' } }));
    world.withNodes(1);
    expect(await world.discover()).toMatchObject({ counts: { ...none, found: 1 } });
    expect(await world.all()).toMatchObject([{ agentUuid: 'item1', tags: { ring: 'one' }, connection: 'online' }]);
  });

  test('lets the tags of an agent that it found follow its instance', async () => {
    world.nodes.put(seenInstance(1));
    await world.discover();
    world.nodes.put(seenInstance(1, { tags: { site: 'paris' } }));
    await world.discover();
    expect(await world.all()).toMatchObject([{ tags: { site: 'paris' }, platform: { architecture: 'arm64' } }]);
  });

  test('finds an agent that was registered a moment ago under its name', async () => {
    await world.agents.register(agent(1));
    world.withNodes(1);
    const { agents } = world.ports();
    const lagging = { ...agents, list: async () => ({ items: [], nextCursor: null }) };
    expect((await world.discover(9, { agents: lagging })).examples.found).toMatchObject([{ agentUuid: 'item1' }]);
  });

  test('names an agent that has the name which another place would have', async () => {
    await world.agents.register(agent(2, { agentUuid: derived(1) }));
    world.withNodes(1);
    world.nodes.put(seenNode(2));
    const { counts, examples } = await world.discover();
    expect(counts).toEqual({ ...none, found: 1, duplicate: 1 });
    expect(examples.duplicate).toEqual([{ nodeId: nodeId(1), agentType: 'demo-agent', agentUuids: [derived(1)] }]);
  });

  test('tells of nodes with nothing that is known', async () => {
    world.nodes.put(seenNode(1, { software: { capturedAt: null, applications: [] } }));
    const { counts, examples } = await world.discover();
    expect([counts, examples.unmapped]).toEqual([
      { ...none, unmapped: 1 },
      [{ nodeId: nodeId(1), platform: 'Ubuntu' }],
    ]);
  });

  test('tells examples in the order of the nodes, whichever of them is written down first', async () => {
    world.withNodes(3);
    const { agents } = world.ports();
    const reversed = {
      ...agents,
      // All but the last have to wait for a turn.
      observe: async (seen: Parameters<typeof agents.observe>[0]) => {
        if (seen.nodeId !== nodeId(3)) await new Promise((resolve) => setImmediate(resolve));
        return agents.observe(seen);
      },
    };
    const { examples } = await world.discover(9, { agents: reversed });
    expect(examples.new.map((one) => one.nodeId)).toEqual([nodeId(1), nodeId(2), nodeId(3)]);
  });

  test('tells at most 100 examples of a kind', async () => {
    const { counts, examples } = await world.withNodes(130).discover();
    expect([counts.new, examples.new.length]).toEqual([130, 100]);
  });
});

describe('an agent vanishes', () => {
  beforeEach(async () => {
    await world.withNodes(3).discover();
    world.pass(3_600);
  });
  const vanishedAt = async (index: number) => (await world.agents.get(derived(index)))?.vanishedAt;

  test('where its node is managed no longer', async () => {
    world.nodes.remove(nodeId(2));
    expect(await world.discover()).toMatchObject({ complete: true, counts: { ...none, found: 2, vanished: 1 } });
    expect([await vanishedAt(1), await vanishedAt(2)]).toEqual([null, world.now.toISOString()]);
  });

  test('once, and is back when its node is', async () => {
    world.nodes.remove(nodeId(2));
    await world.discover();
    expect(await world.discover()).toMatchObject({ counts: { ...none, found: 2 } });
    world.nodes.put(seenNode(2));
    expect(await world.discover()).toMatchObject({ counts: { ...none, found: 3 } });
    expect(await vanishedAt(2)).toBeNull();
  });

  test('not where its node is only offline', async () => {
    world.nodes.put(seenNode(2, { node: managedNode(2, { connection: 'offline' }) }));
    await world.discover();
    expect(await world.agents.get(derived(2))).toMatchObject({ vanishedAt: null, connection: 'offline' });
  });

  test('not where a page left its node out, and Systems Manager knows it', async () => {
    const pages = withPages(async () => ({ items: [managedNode(1), managedNode(3)], nextCursor: null }));
    expect(await world.discover(9, pages)).toMatchObject({ complete: true, counts: { ...none, found: 2 } });
  });

  test('with its instance, while Systems Manager still lists that', async () => {
    world.nodes.put(seenInstance(7));
    await world.discover();
    world.nodes.put(seenInstance(7, { instance: { state: 'terminated', architecture: 'arm64' } }));
    expect((await world.discover()).examples.vanished).toMatchObject([{ nodeId: instanceId(7) }]);
    const offline = managedNode(7, { nodeId: instanceId(7), connection: 'offline' });
    world.nodes.put(seenInstance(7, { instance: null, node: offline }));
    expect(await world.discover()).toMatchObject({ counts: { ...none, found: 3 } });
  });

  test('only after the whole walk, in however many calls', async () => {
    world = await new DiscoveryWorld().withNodes(120);
    await world.discover();
    world.pass(3_600);
    world.nodes.remove(nodeId(120));
    expect(await world.discover(1)).toMatchObject({ complete: false, nodes: 50, counts: { found: 50, vanished: 0 } });
    expect(await world.discover(2)).toMatchObject({ complete: false, nodes: 119, counts: { found: 119, vanished: 0 } });
    expect(await world.discover()).toMatchObject({ complete: true, nodes: 119, counts: { found: 119, vanished: 1 } });
    // Asked for by name is only who was in none of the calls' pages: once now, and never in the first walk.
    expect(world.nodes.calls['connections']).toBe(1);
  });

  test('also where the time is over while many do', async () => {
    world = await new DiscoveryWorld().withNodes(130);
    await world.discover();
    world.pass(3_600);
    for (let index = 11; index <= 130; index += 1) world.nodes.remove(nodeId(index));
    expect(await world.discover(2)).toMatchObject({ complete: false, counts: { found: 10, vanished: 50 } });
    expect(await world.discover()).toMatchObject({ complete: true, counts: { found: 10, vanished: 120 } });
  });
});

describe('a call that ends in the middle', () => {
  /** Pages that fail at this one of them. */
  const failingAt = (failing: number) => {
    let page = 0;
    return withPages(async (cursor) => {
      page += 1;
      if (page === failing) throw new Error('Systems Manager does not answer.');
      return world.nodes.page(cursor);
    });
  };

  test('is gone on with where the walk was saved last, and loses nothing', async () => {
    world.withNodes(2_500);
    await expect(world.discover(99, failingAt(45))).rejects.toThrow('does not answer');
    expect((await world.all()).length).toBe(2_200);
    world.nodes.calls['page'] = 0;
    expect(await world.discover()).toMatchObject({ complete: true, nodes: 2_500, counts: { vanished: 0 } });
    expect(world.nodes.calls['page']).toBe(10);
    expect((await world.all()).length).toBe(2_500);
  });

  test('is begun anew where the cursor is not understood any more', async () => {
    await world.withNodes(120).discover(1);
    world.nodes.expireCursors();
    world.pass(300);
    expect(await world.discover()).toMatchObject({ complete: true, nodes: 120, startedAt: later(300).toISOString() });
  });

  test('ends where a cursor is not understood that was answered a moment ago', async () => {
    world.withNodes(120);
    const expiring = withPages((cursor) => {
      if (cursor !== null) world.nodes.expireCursors();
      return world.nodes.page(cursor);
    });
    await expect(world.discover(99, expiring)).rejects.toThrow(CursorExpired);
  });

  test('loses the walk to a call that took it over', async () => {
    world.withNodes(120);
    let other: Promise<unknown> | undefined;
    const overtaken = withPages(async (cursor): Promise<Awaited<ReturnType<Nodes['page']>>> => {
      other ??= world.discover();
      await other;
      return world.nodes.page(cursor);
    });
    await expect(world.discover(9, overtaken)).rejects.toThrow(ConcurrentWrite);
    expect(await world.walks.last()).toMatchObject({ phase: 'done', nodes: 120 });
  });

  test('says so to a caller', async () => {
    const walks = {
      ...world.ports().walks,
      last: async () => undefined,
      save: () => Promise.reject(new ConcurrentWrite('x')),
    };
    const run = { home: world.home, now, hasTime: () => true, dryRun: false };
    const discovery = discoverOnRequest(world.ports({ walks }), run);
    await expect(discovery).rejects.toMatchObject({ kind: 'conflict', code: 'DISCOVERY_UNDER_WAY' });
  });
});

describe('a dry run', () => {
  test('tells the same and writes nothing', async () => {
    await world.withNodes(3).discover();
    world.pass(3_600);
    world.nodes.remove(nodeId(2));
    world.nodes.put(seenNode(4));
    const [agents, walk] = [await world.all(), await world.walks.last()];
    world.written.length = 0;
    const dry = await world.discover(9, {}, true);
    expect([await world.all(), await world.walks.last(), world.written]).toEqual([agents, walk, []]);
    expect(dry).toEqual(await world.discover());
    expect(dry.counts).toEqual({ ...none, found: 2, new: 1, vanished: 1 });
  });

  test('begins anew each time, and leaves the walk under way alone', async () => {
    await world.withNodes(120).discover(1);
    expect(await world.discover(2, {}, true)).toMatchObject({ complete: false, nodes: 100 });
    expect(await world.walks.last()).toMatchObject({ phase: 'looking', nodes: 50 });
  });
});

describe('the schedule', () => {
  const tick = (pages = 99) => {
    let left = pages;
    const run = { home: world.home, now: world.now, hasTime: () => left-- > 0 };
    return discoverOnSchedule(world.ports(), run, 60);
  };

  test('walks once an hour', async () => {
    world.withNodes(1);
    expect(await tick()).toMatchObject({ complete: true });
    world.pass(300);
    expect(await tick()).toBeUndefined();
    world.pass(3_300);
    expect(await tick()).toMatchObject({ complete: true });
  });

  test('goes on with a walk at its next tick', async () => {
    world.withNodes(120);
    expect(await tick(1)).toMatchObject({ complete: false, nodes: 50 });
    world.pass(300);
    expect(await tick()).toMatchObject({ complete: true, nodes: 120, startedAt: now.toISOString() });
  });
});

describe('calls to Systems Manager', () => {
  test('that cost one a node are made for what is new, and a day later', async () => {
    await world.withNodes(60).discover();
    expect([world.nodes.calls['tags'], world.nodes.calls['software']]).toEqual([60, 60]);
    world.pass(3_600);
    await world.discover();
    expect([world.nodes.calls['tags'], world.nodes.calls['software']]).toEqual([60, 60]);
    world.pass(86_400);
    const pinged = (index: number): ManagedNode => managedNode(index, { lastPingAt: world.now.toISOString() });
    for (let index = 1; index <= 60; index += 1) world.nodes.put(seenNode(index, { node: pinged(index) }));
    await world.discover();
    expect([world.nodes.calls['tags'], world.nodes.calls['software']]).toEqual([120, 120]);
  });

  test('that look for an agent are not made where all nodes of the page have it', async () => {
    await world.withNodes(60).discover();
    world.nodes.calls['having'] = 0;
    await world.discover();
    expect(world.nodes.calls['having']).toBe(0);
  });
});

test('100,000 nodes are written once each, and the second time only how far the walk came', async () => {
  world.withNodes(100_000);
  expect(await world.discover()).toMatchObject({ complete: true, nodes: 100_000, counts: { ...none, new: 100_000 } });
  expect(world.written.length).toBe(100_000);
  world.written.length = 0;
  world.walks.writes = 0;
  world.pass(3_600);
  expect(await world.discover()).toMatchObject({ complete: true, counts: { ...none, found: 100_000 } });
  expect(world.written).toEqual([]);
  // The beginning, the end, and twice each 2,000 nodes.
  expect(world.walks.writes).toBe(2 + 2 * 50);
}, 60_000);
