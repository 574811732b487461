import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CommandRejected, type CommandRequest, type Commands, UnknownNode } from '../../functions/domain/ports.ts';
import { changeParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { agentType, later, nodeId, now, version } from '../fixtures.ts';

/** Run Command, with node 1 and 2 online, node 3 offline and no other node. The clock stands at `now`. */
export interface CommandsWorld {
  readonly commands: Commands;
  /** Lets the nodes that are online end what they were sent, successfully. */
  finish(): Promise<void>;
  /** Lets what is under way be noticed, without a node ending anything by itself. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** What every Run Command does, the real adapter and its twins alike. */
export function commandsContract(name: string, start: () => Promise<CommandsWorld>): void {
  describe(`${name} keeps the contract of commands`, () => {
    let world: CommandsWorld;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    const request: CommandRequest = {
      document: 'package',
      parameters: changeParametersOf(agentType, {
        action: 'upgrade',
        version: version.version,
        published: version,
        network: null,
        attemptId: 'attempt-1',
        notAfter: later(600),
        allowDowngrade: false,
      }),
      nodeIds: [nodeId(1), nodeId(2)],
      comment: 'job/0/1',
      deliverySeconds: 30,
    };

    test('a command that is sent runs on each of its nodes until they end it', async () => {
      const id = await world.commands.send(request);
      const before = await world.commands.invocations(id);
      expect(before.map(({ nodeId, over }) => ({ nodeId, over })).toSorted(byNode)).toEqual([
        { nodeId: nodeId(1), over: false },
        { nodeId: nodeId(2), over: false },
      ]);
      await world.finish();
      const after = await world.commands.invocations(id);
      expect(after.map(({ over, detail }) => ({ over, detail }))).toEqual([
        { over: true, detail: 'Success' },
        { over: true, detail: 'Success' },
      ]);
      expect(after[0]?.output).toContain('"fleetUpgrade":1');
    });

    test('a command names the version of its document, and one that is not there refuses it', async () => {
      await world.commands.send({ ...request, documentVersion: '1' });
      const sent = world.commands.send({ ...request, documentVersion: '9' });
      await expect(sent).rejects.toThrow(CommandRejected);
    });

    test('one node that is not managed refuses the whole command', async () => {
      const sent = world.commands.send({ ...request, nodeIds: [nodeId(1), nodeId(9)] });
      await expect(sent).rejects.toThrow(UnknownNode);
      expect(await world.commands.find('package', 'job/0/1', now)).toEqual([]);
    });

    test('a parameter that the document does not admit refuses the command', async () => {
      const sent = world.commands.send({ ...request, parameters: { ...request.parameters, Version: '$(id)' } });
      await expect(sent).rejects.toThrow(CommandRejected);
      expect(await world.commands.find('package', 'job/0/1', now)).toEqual([]);
    });

    test('a command is found by its exact comment and its document', async () => {
      const id = await world.commands.send(request);
      await world.commands.send({ ...request, comment: 'job/0/11' });
      const found = await world.commands.find('package', 'job/0/1', later(-60));
      expect(found.map((command) => command.id)).toEqual([id]);
      expect(found[0]?.nodeIds.toSorted()).toEqual([nodeId(1), nodeId(2)]);
      expect(await world.commands.find('report', 'job/0/1', later(-60))).toEqual([]);
      expect(await world.commands.find('package', 'job/0/1', later(60))).toEqual([]);
    });

    test('a command that is cancelled ends on every node, and cancelling it again changes nothing', async () => {
      const id = await world.commands.send(request);
      await world.commands.cancel(id);
      await world.commands.cancel(id);
      await world.settle();
      const invocations = await world.commands.invocations(id);
      expect(invocations.map(({ over, detail }) => `${over} ${detail}`)).toEqual(['true Cancelled', 'true Cancelled']);
    });

    test('connections tell online, offline and unknown nodes apart', async () => {
      const connections = await world.commands.connections([nodeId(1), nodeId(3), nodeId(9)]);
      expect(connections).toEqual(
        new Map([
          [nodeId(1), 'online'],
          [nodeId(3), 'offline'],
        ]),
      );
    });
  });
}

const byNode = (a: { nodeId: string }, b: { nodeId: string }): number => (a.nodeId < b.nodeId ? -1 : 1);
