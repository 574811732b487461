import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SendCommandCommandInput,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PACKAGE_SECONDS } from '../../lib/documents/package.ts';
import { type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { nodeId, SsmBench, START, success } from './ssm-bench.ts';

let bench: SsmBench;
beforeEach(async () => {
  bench = await new SsmBench().start();
});
afterEach(() => bench.stop());

type Change = Partial<SendCommandCommandInput>;

async function send(count: number, script: Parameters<SsmBench['addNodes']>[1], change: Change = {}) {
  const nodes = bench.addNodes(count, script);
  const { Command } = await bench.client.send(new SendCommandCommand({ ...bench.upgrade(nodes), ...change }));
  return { id: Command?.CommandId ?? '', nodes, Command };
}

const command = async (id: string) =>
  (await bench.client.send(new ListCommandsCommand({ CommandId: id }))).Commands?.[0];

async function details(id: string): Promise<(string | undefined)[]> {
  const answer = await bench.client.send(new ListCommandInvocationsCommand({ CommandId: id }));
  return (answer.CommandInvocations ?? []).map(({ Status, StatusDetails }) => `${Status}/${StatusDetails}`);
}

const invocation = (id: string) =>
  bench.client.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: nodeId(0) }));

const script = (outcome: Script['outcome']): Script => ({ latencyMs: 1000, outcome });

describe('SendCommand', () => {
  test('answers a pending command, its times and its counts', async () => {
    const { Command } = await send(2, success, { Comment: 'job/1/1' });
    expect(Command).toMatchObject({
      Status: 'Pending',
      StatusDetails: 'Pending',
      DocumentName: 'package',
      Comment: 'job/1/1',
      InstanceIds: [nodeId(0), nodeId(1)],
      RequestedDateTime: START,
      ExpiresAfter: new Date(START.getTime() + (60 + PACKAGE_SECONDS) * 1000),
      TargetCount: 2,
      CompletedCount: 0,
      ErrorCount: 0,
      DeliveryTimedOutCount: 0,
      MaxErrors: '100%',
      MaxConcurrency: '50',
      TimeoutSeconds: 60,
    });
  });

  test('runs it on every node', async () => {
    const { id, nodes } = await send(2, success);
    await bench.clock.run();
    expect(await command(id)).toMatchObject({ Status: 'Success', CompletedCount: 2, ErrorCount: 0 });
    expect(nodes.map(({ version }) => version)).toEqual(['1.5.0', '1.5.0']);
  });

  const known = { Action: ['upgrade'], AttemptId: ['a'], NotAfter: ['9'], AgentType: ['agent'], Version: ['1.5.0'] };
  test.each<[string, string, Change]>([
    ['a document that there is not', 'InvalidDocument', { DocumentName: 'AWS-RunShellScript' }],
    ['a node that there is not', 'InvalidInstanceId', { InstanceIds: [nodeId(0), nodeId(99)] }],
    ['a node twice', 'DuplicateInstanceId', { InstanceIds: [nodeId(0), nodeId(0)] }],
    ['no node', 'ValidationException', { InstanceIds: [] }],
    ['51 nodes', 'ValidationException', { InstanceIds: Array.from({ length: 51 }, (_, index) => nodeId(index)) }],
    ['a parameter that the document has not', 'InvalidParameters', { Parameters: { ...known, Reboot: ['1'] } }],
    ['a missing parameter', 'InvalidParameters', { Parameters: { Action: ['upgrade'] } }],
    ['a value against allowedPattern', 'InvalidParameters', { Parameters: { ...known, Version: ['1; reboot'] } }],
    ['a value that is not among allowedValues', 'InvalidParameters', { Parameters: { ...known, Action: ['remove'] } }],
    ['a timeout of 29 s', 'ValidationException', { TimeoutSeconds: 29 }],
    ['a comment of 101 characters', 'ValidationException', { Comment: 'x'.repeat(101) }],
    ['an output bucket, which is not served here', 'ValidationException', { OutputS3BucketName: 'bucket' }],
  ])('refuses %s and sends nothing', async (_what, name, change) => {
    await expect(send(1, success, change)).rejects.toMatchObject({ name });
    expect(bench.host.visibleCommands()).toEqual([]);
  });
});

describe('an invocation ends', () => {
  test.each<[string, Script['outcome'], string, number]>([
    ['well', { kind: 'success' }, 'Success/Success', 0],
    ['with a failed script', { kind: 'failed', reason: 'CHECKSUM_MISMATCH' }, 'Failed/Failed', 1],
    ['killed after the execution timeout', { kind: 'timeout' }, 'TimedOut/ExecutionTimedOut', 137],
    ['undeliverable', { kind: 'undeliverable' }, 'Failed/Undeliverable', -1],
    ['without a word', { kind: 'noOutput' }, 'Failed/Failed', 1],
    ['expired, when its node is lost on the way', { kind: 'lost' }, 'TimedOut/DeliveryTimedOut', -1],
  ])('%s', async (_how, outcome, expected, responseCode) => {
    const { id } = await send(1, script(outcome));
    await bench.clock.run();
    expect(await details(id)).toEqual([expected]);
    const seconds = outcome.kind === 'timeout' ? PACKAGE_SECONDS : 1;
    expect(await invocation(id)).toMatchObject({
      ResponseCode: responseCode,
      PluginName: 'package',
      ExecutionStartDateTime: START.toISOString(),
      ExecutionElapsedTime: outcome.kind === 'lost' ? '' : `PT${seconds}S`,
    });
  });

  test('and gives its output then, not before', async () => {
    const { id } = await send(1, success);
    await bench.clock.run(() => bench.events.length === 1);
    expect(await invocation(id)).toMatchObject({ Status: 'InProgress', ResponseCode: -1, StandardOutputContent: '' });
    await bench.clock.run();
    const { StandardOutputContent = '' } = await invocation(id);
    expect(JSON.parse(StandardOutputContent)).toMatchObject({
      reason: 'UPGRADED',
      oldVersion: '1.4.2',
      newVersion: '1.5.0',
    });
  });
});

describe('a command', () => {
  const failing: Script = script({ kind: 'failed', reason: 'DOWNLOAD_FAILED' });
  const odd = (one: Script) => (index: number) => (index === 1 ? one : success);

  test.each<[string, Script, string, string, object]>([
    ['with a failure beyond MaxErrors has failed', failing, '0', 'Failed/Failed', { ErrorCount: 1 }],
    ['with a failure within MaxErrors is incomplete', failing, '100%', 'Failed/Incomplete', { ErrorCount: 1 }],
    [
      'that timed out beyond MaxErrors says so',
      script({ kind: 'timeout' }),
      '0',
      'TimedOut/ExecutionTimedOut',
      { ErrorCount: 1 },
    ],
    [
      'that expired says so',
      script({ kind: 'lost' }),
      '0',
      'TimedOut/DeliveryTimedOut',
      { DeliveryTimedOutCount: 1, ErrorCount: 0 },
    ],
    [
      'does not count what was undeliverable',
      script({ kind: 'undeliverable' }),
      '0',
      'Success/Success',
      { ErrorCount: 0 },
    ],
  ])('%s', async (_what, one, MaxErrors, expected, counts) => {
    const { id } = await send(3, odd(one), { MaxErrors });
    await bench.clock.run();
    const found = await command(id);
    expect(`${found?.Status}/${found?.StatusDetails}`).toBe(expected);
    expect(found).toMatchObject({ ...counts, CompletedCount: 3 });
  });

  test('stops after the first error by default: the rest is terminated', async () => {
    const { id, nodes } = await send(4, odd(failing), { MaxErrors: '0', MaxConcurrency: '1' });
    await bench.clock.run();
    expect(await details(id)).toEqual([
      'Success/Success',
      'Failed/Failed',
      'Cancelled/Terminated',
      'Cancelled/Terminated',
    ]);
    expect(nodes[3]?.version).toBe('1.4.2');
  });

  test.each([
    ['2', 2],
    ['50%', 2],
    ['1%', 1],
  ])('runs on at most MaxConcurrency nodes at once: %s', async (MaxConcurrency, seconds) => {
    const { id } = await send(4, success, { MaxConcurrency });
    await bench.clock.run();
    expect(bench.clock.now() - START.getTime()).toBe((4 / seconds) * 1000);
    expect(await command(id)).toMatchObject({ Status: 'Success' });
  });
});

describe('an offline node', () => {
  test('keeps its invocation pending until the command expires', async () => {
    const { id } = await send(1, success);
    bench.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await bench.clock.run(() => bench.clock.now() > START.getTime());
    expect(bench.clock.now()).toBe(START.getTime() + (60 + PACKAGE_SECONDS) * 1000);
    expect(await details(id)).toEqual(['TimedOut/DeliveryTimedOut']);
    expect(await command(id)).toMatchObject({ DeliveryTimedOutCount: 1, ErrorCount: 0 });
  });

  test.each([
    ['takes the command when it comes back within TimeoutSeconds', 59, '1.5.0', 'Success/Success'],
    ['takes it no more after that', 61, '1.4.2', 'TimedOut/DeliveryTimedOut'],
  ])('%s', async (_what, seconds, version, expected) => {
    bench.clock.schedule(seconds * 1000, () => bench.host.setPingStatus(nodeId(0), 'Online'));
    const { id, nodes } = await send(1, success);
    bench.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await bench.clock.run();
    expect(await details(id)).toEqual([expected]);
    expect(nodes[0]?.version).toBe(version);
  });
});

test('a node that is deregistered before it is reached makes its invocation undeliverable', async () => {
  const { id } = await send(2, success);
  bench.host.fleet.remove(nodeId(0));
  await bench.clock.run();
  expect(await details(id)).toEqual(['Failed/Undeliverable', 'Success/Success']);
});

describe('CancelCommand', () => {
  test('ends what no node has yet, and what runs when its node says so', async () => {
    const { id, nodes } = await send(3, success, { MaxConcurrency: '1' });
    bench.clock.schedule(500, () => bench.host.cancelCommand({ CommandId: id }));
    await bench.clock.run();
    expect(await details(id)).toEqual(['Cancelled/Cancelled', 'Cancelled/Cancelled', 'Cancelled/Cancelled']);
    expect(await command(id)).toMatchObject({ Status: 'Cancelled', CompletedCount: 3 });
    expect(nodes.map(({ version }) => version)).toEqual(['1.4.2', '1.4.2', '1.4.2']);
    expect(bench.events.map(({ detail }) => detail.status)).toEqual(['InProgress', 'Cancelling', 'Cancelled']);
  });

  test('leaves what is over as it is', async () => {
    const { id } = await send(1, success);
    await bench.clock.run();
    await bench.client.send(new CancelCommandCommand({ CommandId: id }));
    expect(await command(id)).toMatchObject({ Status: 'Success' });
  });

  test.each([
    ['a command that there is not', 'InvalidCommandId', { CommandId: 'f'.repeat(36) }],
    ['a node that it was not sent to', 'InvalidInstanceId', { InstanceIds: [nodeId(7)] }],
  ])('refuses %s', async (_what, name, change) => {
    const { id } = await send(1, success);
    await expect(bench.client.send(new CancelCommandCommand({ CommandId: id, ...change }))).rejects.toMatchObject({
      name,
    });
  });
});

test('each change of a command status is one event in the shape of EventBridge', async () => {
  const { id } = await send(2, success);
  await bench.clock.run();
  expect(bench.events.map(({ detail }) => detail.status)).toEqual(['InProgress', 'Success']);
  expect(bench.events.at(-1)).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'EC2 Command Status-change Notification',
    source: 'aws.ssm',
    account: '111122223333',
    region: 'eu-central-1',
    time: '2026-01-01T00:00:01Z',
    resources: [0, 1].map((index) => `arn:aws:ec2:eu-central-1:111122223333:instance/${nodeId(index)}`),
    detail: {
      'command-id': id,
      'document-name': 'package',
      'expire-after': '2026-01-01T00:31:00.000Z',
      'requested-date-time': '2026-01-01T00:00:00.000Z',
      parameters: expect.objectContaining({ Version: ['1.5.0'] }),
      status: 'Success',
    },
  });
});

test('a hybrid node is named as such', async () => {
  const id = `mi-${'0'.repeat(17)}`;
  bench.host.addNode(new ScriptedNode({ id, clock: bench.clock, version: '1.4.2', script: success }));
  await bench.client.send(new SendCommandCommand(bench.upgrade([{ id }])));
  await bench.clock.run();
  expect(bench.events.at(-1)?.resources).toEqual([`arn:aws:ssm:eu-central-1:111122223333:managed-instance/${id}`]);
  const { InstanceInformationList } = await bench.client.send(new DescribeInstanceInformationCommand({}));
  expect(InstanceInformationList).toMatchObject([{ InstanceId: id, ResourceType: 'ManagedInstance' }]);
});
