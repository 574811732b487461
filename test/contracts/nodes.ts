import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CursorExpired, type Instances, type ManagedNode, type Nodes } from '../../functions/domain/discovery-ports.ts';
import type { SeenNode } from '../fakes/memory-nodes.ts';
import { application, instanceId, managedNode, nodeId, now, seenInstance, seenNode } from '../fixtures.ts';

/** Systems Manager and EC2 with no nodes yet. */
export interface NodesWorld {
  readonly nodes: Nodes;
  readonly instances: Instances;
  /** Pings now. */
  put(seen: SeenNode): void;
  /** Systems Manager manages it no longer, and EC2 knows no such instance. */
  remove(nodeId: string): void;
  stop(): Promise<void>;
}

const pinged = (index: number, change: Partial<ManagedNode> = {}) =>
  managedNode(index, { lastPingAt: now.toISOString(), ...change });
const withApplications = (index: number, ...names: string[]) =>
  seenNode(index, {
    software: { capturedAt: '2026-01-15T07:30:00Z', applications: names.map((name) => application({ name })) },
  });
const ids = (...indices: number[]) => indices.map(nodeId);

/** What all readers of nodes do, the real adapters and their twin alike. */
export function nodesContract(name: string, start: () => Promise<NodesWorld>): void {
  describe(`${name} keep the contract of nodes`, () => {
    let world: NodesWorld;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    async function walk(): Promise<readonly ManagedNode[][]> {
      const pages: ManagedNode[][] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<Nodes['page']>> = await world.nodes.page(cursor);
        pages.push([...page.items]);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return pages;
    }

    describe('pages', () => {
      test('of no nodes are one empty page', async () => {
        expect(await walk()).toEqual([[]]);
      });

      test.each<[string, Partial<ManagedNode>]>([
        ['a node that is online', {}],
        ['a node that is offline', { connection: 'offline' }],
        ['a Windows node', { platform: { type: 'windows', name: 'Microsoft Windows Server 2025', version: '10.0' } }],
        ['a Mac', { platform: { type: 'macos', name: 'macOS', version: '15.1' } }],
        ['a node with another SSM Agent', { agentVersion: '3.2.0.0' }],
        ['an EC2 instance', { nodeId: instanceId(1) }],
      ])('tell all of %s', async (_sentence, change) => {
        world.put(seenNode(1, { node: pinged(1, change) }));
        expect(await walk()).toEqual([[pinged(1, change)]]);
      });

      test('have at most 50 nodes each, and all of them once', async () => {
        for (let index = 0; index < 120; index += 1) world.put(seenNode(index));
        const pages = await walk();
        expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
        expect(new Set(pages.flat().map((node) => node.nodeId)).size).toBe(120);
      });

      test('cannot be read on with a cursor that is none', async () => {
        world.put(seenNode(1));
        await expect(world.nodes.page('x')).rejects.toThrow(CursorExpired);
      });
    });

    describe('having', () => {
      beforeEach(() => {
        world.put(withApplications(1, 'demo-agent', 'curl'));
        world.put(withApplications(2, 'demo-agent-pro'));
        world.put(withApplications(3, 'curl'));
        world.put(seenNode(4, { software: { capturedAt: null, applications: [] } }));
      });

      test.each([
        ['an exact name', ['demo-agent'], [1]],
        ['a beginning', ['demo-*'], [1, 2]],
        ['one of two names', ['curl', 'demo-agent'], [1, 3]],
        ['a name or a beginning', ['curl', 'demo-agent-*'], [1, 2, 3]],
        ['what nobody has', ['nginx'], []],
      ])('%s finds the nodes with it', async (_sentence, applications, expected) => {
        expect(await world.nodes.having(ids(1, 2, 3, 4), applications)).toEqual(new Set(ids(...expected)));
      });

      test('only of the nodes that are asked for', async () => {
        expect(await world.nodes.having(ids(2, 9), ['demo-*'])).toEqual(new Set(ids(2)));
      });

      test('of 50 nodes at once', async () => {
        const all = Array.from({ length: 50 }, (_, index) => nodeId(100 + index));
        for (let index = 0; index < 50; index += 1) world.put(withApplications(100 + index, 'nginx'));
        expect(await world.nodes.having(all, ['nginx'])).toEqual(new Set(all));
      });
    });

    describe('the software of a node', () => {
      test('is told with the time at which the node looked, and without what was not asked for', async () => {
        const rpm = application({ name: 'demo-agent', version: '1.4.2', release: '3', epoch: '1', packageId: null });
        const other = application({ name: 'curl' });
        world.put(seenNode(1, { software: { capturedAt: '2026-01-15T07:30:00Z', applications: [other, rpm] } }));
        const told = { capturedAt: '2026-01-15T07:30:00Z', applications: [rpm] };
        expect(await world.nodes.software(nodeId(1), ['demo-agent'])).toEqual(told);
        expect(await world.nodes.software(nodeId(1), ['demo-*', 'nginx'])).toEqual(told);
      });

      test('is told whole where it is more than a page', async () => {
        const many = Array.from({ length: 120 }, (_, index) => `demo-${index}`);
        world.put(withApplications(1, ...many));
        const { applications } = await world.nodes.software(nodeId(1), ['demo-*']);
        expect(applications.map((one) => one.name)).toEqual(many);
      });

      test('is nothing where the node told nothing, or is gone', async () => {
        world.put(seenNode(1, { software: { capturedAt: null, applications: [] } }));
        for (const each of ids(1, 9))
          expect(await world.nodes.software(each, ['demo-agent'])).toEqual({ capturedAt: null, applications: [] });
      });
    });

    test('a hybrid node tells its tags, and nothing once it is gone', async () => {
      world.put(seenNode(1, { tags: { site: 'berlin', empty: '' } }));
      expect(await world.nodes.tags(nodeId(1))).toEqual({ site: 'berlin', empty: '' });
      world.remove(nodeId(1));
      expect(await world.nodes.tags(nodeId(1))).toBeNull();
    });

    test('a tag that cannot be stored is left out', async () => {
      const tags = { constructor: 'x', site: 'berlin' };
      world.put(seenNode(1, { tags }));
      world.put(seenInstance(2, { tags }));
      expect(await world.nodes.tags(nodeId(1))).toEqual({ site: 'berlin' });
      const [instance] = (await world.instances.describe([instanceId(2)])).values();
      expect(instance?.tags).toEqual({ site: 'berlin' });
    });

    describe('instances', () => {
      test('are told with state, architecture and tags, and unknown ones are absent', async () => {
        world.put(seenInstance(1, { tags: { site: 'a & b <c>', 'aws:autoscaling:groupName': 'g' } }));
        world.put(seenInstance(2, { instance: { state: 'terminated', architecture: 'x86_64' }, tags: {} }));
        world.put(seenInstance(3, { instance: null }));
        expect(await world.instances.describe([1, 2, 3, 4].map(instanceId))).toEqual(
          new Map([
            [
              instanceId(1),
              {
                state: 'running',
                architecture: 'arm64',
                tags: { site: 'a & b <c>', 'aws:autoscaling:groupName': 'g' },
              },
            ],
            [instanceId(2), { state: 'terminated', architecture: 'x86_64', tags: {} }],
          ]),
        );
      });

      test('of no ids are none, and not all or an error', async () => {
        world.put(seenInstance(1));
        expect(await world.instances.describe([])).toEqual(new Map());
      });

      test('50 of them are told at once', async () => {
        const all = Array.from({ length: 50 }, (_, index) => instanceId(index));
        for (let index = 0; index < 50; index += 1) world.put(seenInstance(index));
        expect([...(await world.instances.describe(all)).keys()].toSorted()).toEqual(all);
      });
    });
  });
}
