import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import { outputOf } from '../../functions/adapters/plugin-output.ts';
import { SsmCommands, sendingRetries, watchThrottling } from '../../functions/adapters/ssm-commands.ts';
import { changeParametersOf } from '../../functions/domain/recipes/recipes.ts';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { AwsError, awsJsonServer, close, listen } from '../../local/aws-json.ts';
import { ssmServer } from '../../local/ssm/endpoint.ts';
import { Faults } from '../../local/ssm/faults.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import { hostedDocuments } from '../fakes/hosted-commands.ts';
import { addScriptedNode, scriptedHost } from '../fakes/scripted-host.ts';
import { agentType, later, nodeId, now, version } from '../fixtures.ts';
import { commandsContract } from './commands.ts';

const success: Script['outcome'] = { kind: 'success' };

async function start(
  outcome = success,
  change?: (document: CommandDocument) => CommandDocument,
  onThrottled?: () => void,
) {
  const { clock, host } = scriptedHost(undefined, change);
  for (const index of [1, 2, 3]) addScriptedNode(host, clock, index, { latencyMs: 1000, outcome });
  host.setPingStatus(nodeId(3), 'ConnectionLost');
  const faults = new Faults();
  const server = ssmServer(host, faults);
  const endpoint = await listen(server);
  const options = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const reading = watchThrottling(new SSMClient(options), onThrottled);
  const sending = watchThrottling(new SSMClient({ ...options, retryStrategy: sendingRetries() }), onThrottled);
  const stop = async () => {
    reading.destroy();
    sending.destroy();
    host.stop();
    await close(server);
  };
  return {
    commands: new SsmCommands(hostedDocuments, reading, sending),
    faults,
    finish: () => clock.run(),
    settle: () => clock.run(() => true),
    stop,
  };
}

commandsContract('SsmCommands over the wire', () => start());

describe('sending over the wire', () => {
  const request = {
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
    nodeIds: [nodeId(1)],
    comment: 'job/0/1',
    deliverySeconds: 30,
  } as const;

  test('a throttled command, which was not taken, is sent again', async () => {
    const world = await start();
    world.faults.set('SendCommand', { kind: 'throttled', next: 2 });
    const id = await world.commands.send(request);
    expect((await world.commands.find('package', 'job/0/1', now)).map((command) => command.id)).toEqual([id]);
    await world.stop();
  });

  test('a node that the role may not send to is told apart from a command that is wrong, without naming the role', async () => {
    const refuse = () => {
      throw new AwsError('AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/r/f may not ssm:SendCommand');
    };
    const server = awsJsonServer('AmazonSSM', '1.1', { SendCommand: refuse });
    const options = { endpoint: await listen(server), region: 'eu-west-1' };
    const client = new SSMClient({ ...options, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const refused = await new SsmCommands(hostedDocuments, client, client).send(request).catch((error: Error) => error);
    client.destroy();
    await close(server);
    expect(refused).toMatchObject({
      name: 'NodeForbidden',
      message: 'AccessDeniedException: User: (a resource) may not ssm:SendCommand',
    });
  });

  test('each attempt that is throttled is told, and nothing else is', async () => {
    const throttle = { kind: 'throttled', next: 2 } as const;
    let throttled = 0;
    const world = await start(success, undefined, () => {
      throttled += 1;
    });
    world.faults.set('SendCommand', throttle);
    await world.commands.send(request);
    world.faults.set('ListCommands', throttle);
    await world.commands.find('package', 'job/0/1', now);
    await expect(world.commands.send({ ...request, nodeIds: ['mi-00000000000000000'] })).rejects.toThrow();
    await world.stop();
    expect(throttled).toBe(4);
  });

  test('a refusal that repeats what was sent is told without it: an address in it may be signed', async () => {
    const refuse = ({ Parameters }: { Parameters: object }) => {
      throw new AwsError('InvalidParameters', `Not allowed: ${JSON.stringify(Parameters)}`);
    };
    const server = awsJsonServer('AmazonSSM', '1.1', { SendCommand: refuse });
    const options = { endpoint: await listen(server), region: 'eu-west-1' };
    const client = new SSMClient({ ...options, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const refused = await new SsmCommands(hostedDocuments, client, client).send(request).catch((error: Error) => error);
    client.destroy();
    await close(server);
    expect(refused).toMatchObject({ name: 'CommandRejected', message: expect.stringContaining('"Version":["1.5.0"]') });
    expect(refused).toMatchObject({ message: expect.stringContaining('"Artifacts":["(a value)"]') });
  });

  test('what a step for another platform says is not what the node says', async () => {
    const otherPlatformFirst = (document: CommandDocument) => ({
      ...document,
      mainSteps: document.mainSteps.toReversed(),
    });
    const world = await start({ kind: 'noOutput' }, otherPlatformFirst);
    const id = await world.commands.send(request);
    await world.finish();
    const invocations = await world.commands.invocations(id);
    await world.stop();
    expect(invocations).toMatchObject([{ output: expect.stringMatching(/ERROR.*\nfailed to run/) }]);
  });

  test('a command whose answer is lost is not sent again: it throws, and is found by its comment', async () => {
    const world = await start();
    world.faults.set('SendCommand', { kind: 'lost', next: 1 });
    await expect(world.commands.send(request)).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(world.faults.calls('SendCommand')).toBe(1);
    expect(await world.commands.find('package', 'job/0/1', now)).toHaveLength(1);
    await world.stop();
  });
});

test.each([
  ['the line of JSON, whichever step printed it', ['no line', '{"fleetUpgrade":1}\n'], '{"fleetUpgrade":1}\n'],
  [
    'not that a step is for another platform',
    [`Step execution skipped due to unsatisfied preconditions: 'x'. Step name: createUpdateFolder`, 'update skipped'],
    'update skipped',
  ],
  ['what every other step printed', ['one', '', 'two'], 'one\ntwo'],
  ['nothing', [], ''],
])("of the outputs of a document's steps is read: %s", (_sentence, outputs, expected) => {
  expect(outputOf(outputs)).toBe(expected);
});
