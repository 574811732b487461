import { HostedCommands } from '../fakes/hosted-commands.ts';
import { MemoryCommands } from '../fakes/memory-commands.ts';
import { addScriptedNode, scriptedHost } from '../fakes/scripted-host.ts';
import { nodeId, now } from '../fixtures.ts';
import { commandsContract } from './commands.ts';

commandsContract('the in-memory twin', async () => {
  const commands = new MemoryCommands(() => now);
  for (const [index, connection] of [
    [1, 'online'],
    [2, 'online'],
    [3, 'offline'],
  ] as const)
    commands.connect(nodeId(index), connection);
  const finish = async () => {
    for (const index of [1, 2]) commands.answer('package', nodeId(index), 'Success', '{"fleetUpgrade":1}\n');
  };
  return { commands, finish, settle: async () => undefined, stop: async () => undefined };
});

commandsContract('the hosted twin', async () => {
  const { clock, host } = scriptedHost();
  for (const index of [1, 2, 3]) addScriptedNode(host, clock, index, { latencyMs: 1000, outcome: { kind: 'success' } });
  host.setPingStatus(nodeId(3), 'ConnectionLost');
  return {
    commands: new HostedCommands(host),
    finish: () => clock.run(),
    settle: () => clock.run(() => true),
    stop: async () => host.stop(),
  };
});
