import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  GetDocumentCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  type ListCommandsCommandInput,
  paginateDescribeInstanceInformation,
  paginateListCommandInvocations,
  paginateListCommands,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { nodeId, SsmBench, type SsmBenchOptions, START, success } from './ssm-bench.ts';

let bench: SsmBench;
async function start(options: SsmBenchOptions = {}, nodes = 3) {
  bench = await new SsmBench(options).start();
  return bench.addNodes(nodes);
}
afterEach(() => bench.stop());

async function send(nodes: readonly { id: string }[], attemptId: string, change: object = {}): Promise<string> {
  const request = { ...bench.upgrade(nodes, attemptId), ...change };
  const { Command } = await bench.client.send(new SendCommandCommand(request));
  return Command?.CommandId ?? '';
}

describe('ListCommands', () => {
  const listed = async (input: ListCommandsCommandInput) =>
    (await bench.client.send(new ListCommandsCommand(input))).Commands?.map(({ Comment }) => Comment);

  async function sendThree() {
    const [first, second] = await start();
    await send(
      [first, second].flatMap((node) => node ?? []),
      'a',
      { Comment: 'first' },
    );
    await bench.clock.run();
    bench.clock.schedule(60_000, () => undefined);
    await bench.clock.run();
    await send(
      [first].flatMap((node) => node ?? []),
      'b',
      { Comment: 'second' },
    );
    await bench.clock.run();
    const report = { DocumentName: 'report', Parameters: { AgentType: ['agent'] }, Comment: 'third' };
    await send(
      [second].flatMap((node) => node ?? []),
      'c',
      report,
    );
  }

  test.each<[string, ListCommandsCommandInput['Filters'], string[]]>([
    ['all, newest first', undefined, ['third', 'second', 'first']],
    ['those invoked after a time', [{ key: 'InvokedAfter', value: '2026-01-01T00:00:30Z' }], ['third', 'second']],
    ['those invoked before a time', [{ key: 'InvokedBefore', value: '2026-01-01T00:00:30Z' }], ['first']],
    ['those of a document', [{ key: 'DocumentName', value: 'report' }], ['third']],
    ['those of a status', [{ key: 'Status', value: 'Success' }], ['second', 'first']],
    [
      'those that match all filters',
      [
        { key: 'Status', value: 'Pending' },
        { key: 'DocumentName', value: 'package' },
      ],
      [],
    ],
  ])('finds %s', async (_which, Filters, expected) => {
    await sendThree();
    expect(await listed({ Filters })).toEqual(expected);
  });

  test('finds those of a node', async () => {
    await sendThree();
    expect(await listed({ InstanceId: nodeId(0) })).toEqual(['second', 'first']);
  });

  test('pages over 50 each, and a command that arrives between two pages neither repeats nor hides one', async () => {
    const nodes = await start();
    for (let index = 0; index < 120; index += 1) await send(nodes, `a${index}`, { Comment: `${index}` });
    const found: (string | undefined)[] = [];
    for await (const page of paginateListCommands({ client: bench.client }, {})) {
      found.push(...(page.Commands ?? []).map(({ Comment }) => Comment));
      await send(nodes, `late${found.length}`, { Comment: 'late' });
    }
    expect(found).toEqual(Array.from({ length: 120 }, (_, index) => `${119 - index}`));
  });

  test.each([
    [
      'a filter that it does not know',
      'InvalidFilterKey',
      { Filters: [{ key: 'ExecutionStage' as const, value: 'Complete' }] },
    ],
    ['a token that it did not give', 'InvalidNextToken', { NextToken: 'x' }],
    ['pages of more than 50', 'ValidationException', { MaxResults: 51 }],
  ])('refuses %s', async (_what, name, input) => {
    await sendThree();
    await expect(listed(input)).rejects.toMatchObject({ name });
  });
});

describe('ListCommandInvocations', () => {
  test('pages, and shows output only with details', async () => {
    const nodes = await start({}, 5);
    const CommandId = await send(nodes, 'a');
    await bench.clock.run();
    const found: (string | undefined)[] = [];
    for await (const page of paginateListCommandInvocations({ client: bench.client, pageSize: 2 }, { CommandId }))
      found.push(...(page.CommandInvocations ?? []).map(({ InstanceId }) => InstanceId));
    expect(found).toEqual(nodes.map(({ id }) => id));
    const input = { CommandId, InstanceId: nodeId(1) };
    const plain = await bench.client.send(new ListCommandInvocationsCommand(input));
    expect(plain.CommandInvocations).toMatchObject([{ Status: 'Success', CommandPlugins: [] }]);
    const detailed = await bench.client.send(new ListCommandInvocationsCommand({ ...input, Details: true }));
    expect(detailed.CommandInvocations?.[0]?.CommandPlugins).toMatchObject([
      {
        Name: 'package',
        Status: 'Success',
        ResponseCode: 0,
        ResponseStartDateTime: START,
        ResponseFinishDateTime: new Date(START.getTime() + 1000),
        Output: expect.stringContaining('"UPGRADED"'),
      },
      {
        Name: 'packageOnWindows',
        Status: 'Success',
        ResponseCode: 0,
        Output: `Step execution skipped due to unsatisfied preconditions: '"StringEquals": [platformType, Windows]'. Step name: packageOnWindows`,
      },
    ]);
  });

  test('of a node with Windows begin with the step for Linux, skipped in other words', async () => {
    await start({}, 0);
    const platform = {
      type: 'Windows',
      name: 'Windows Server',
      version: '10.0.20348',
      architecture: 'x86_64',
    } as const;
    const node = new ScriptedNode({ id: nodeId(0), clock: bench.clock, version: '1.4.2', script: success, platform });
    bench.host.addNode(node);
    const CommandId = await send([node], 'a');
    await bench.clock.run();
    const { CommandInvocations } = await bench.client.send(
      new ListCommandInvocationsCommand({ CommandId, Details: true }),
    );
    expect(CommandInvocations?.[0]?.CommandPlugins).toMatchObject([
      {
        Name: 'package',
        Output: 'Step execution skipped due to unsupported plugin: aws:runShellScript. Step name: package',
      },
      { Name: 'packageOnWindows', Output: expect.stringContaining('"UPGRADED"') },
    ]);
  });

  test('knows detailed statuses as filters', async () => {
    const nodes = await start();
    const CommandId = await send(nodes, 'a');
    bench.host.setPingStatus(nodeId(0), 'ConnectionLost');
    await bench.clock.run();
    const filtered = async (value: string) =>
      (await bench.client.send(new ListCommandInvocationsCommand({ CommandId, Filters: [{ key: 'Status', value }] })))
        .CommandInvocations?.length;
    expect([await filtered('DeliveryTimedOut'), await filtered('TimedOut'), await filtered('Success')]).toEqual([
      1, 1, 2,
    ]);
  });
});

describe('a command that was just sent', () => {
  test('is not seen for a while: no invocation, no list entry', async () => {
    const nodes = await start({ visibilityLagMs: 2000 });
    const CommandId = await send(nodes, 'a');
    const get = () => bench.client.send(new GetCommandInvocationCommand({ CommandId, InstanceId: nodeId(0) }));
    await expect(get()).rejects.toMatchObject({ name: 'InvocationDoesNotExist' });
    const list = () => bench.client.send(new ListCommandInvocationsCommand({ CommandId }));
    expect((await list()).CommandInvocations).toEqual([]);
    expect((await bench.client.send(new ListCommandsCommand({}))).Commands).toEqual([]);
    bench.clock.schedule(2000, () => undefined);
    await bench.clock.run();
    expect(await get()).toMatchObject({ Status: 'Success' });
    expect((await list()).CommandInvocations).toHaveLength(3);
  });

  test('has no step of another name', async () => {
    const nodes = await start();
    const input = { CommandId: await send(nodes, 'a'), InstanceId: nodeId(0), PluginName: 'aws:runShellScript' };
    await expect(bench.client.send(new GetCommandInvocationCommand(input))).rejects.toMatchObject({
      name: 'InvalidPluginName',
    });
  });
});

describe('DescribeInstanceInformation', () => {
  test('tells what a node is', async () => {
    await start({}, 1);
    const { InstanceInformationList } = await bench.client.send(new DescribeInstanceInformationCommand({}));
    expect(InstanceInformationList).toMatchObject([
      {
        InstanceId: nodeId(0),
        PingStatus: 'Online',
        AgentVersion: '3.3.3050.0',
        PlatformType: 'Linux',
        PlatformName: 'Amazon Linux',
        LastPingDateTime: START,
        ComputerName: `${nodeId(0)}.local`,
        ResourceType: 'EC2Instance',
      },
    ]);
  });

  test('pages over 10 unless told otherwise', async () => {
    await start({}, 23);
    const sizes: (number | undefined)[] = [];
    for await (const page of paginateDescribeInstanceInformation({ client: bench.client }, {}))
      sizes.push(page.InstanceInformationList?.length);
    expect(sizes).toEqual([10, 10, 3]);
  });

  test.each([
    ['by ids, leaving out those that are not managed', [{ Key: 'InstanceIds', Values: [nodeId(2), nodeId(9)] }], [2]],
    ['by ping status', [{ Key: 'PingStatus', Values: ['ConnectionLost'] }], [1]],
    [
      'by both',
      [
        { Key: 'InstanceIds', Values: [nodeId(0), nodeId(1)] },
        { Key: 'PingStatus', Values: ['Online'] },
      ],
      [0],
    ],
  ])('filters %s', async (_how, Filters, expected) => {
    await start();
    bench.host.setPingStatus(nodeId(1), 'ConnectionLost');
    const answer = await bench.client.send(new DescribeInstanceInformationCommand({ Filters }));
    expect(answer.InstanceInformationList?.map(({ InstanceId }) => InstanceId)).toEqual(expected.map(nodeId));
  });

  test('refuses a filter that it does not know', async () => {
    await start();
    const unknown = new DescribeInstanceInformationCommand({ Filters: [{ Key: 'tag:Site', Values: ['a'] }] });
    await expect(bench.client.send(unknown)).rejects.toMatchObject({ name: 'InvalidFilterKey' });
  });
});

test('GetDocument gives the content as it was made', async () => {
  await start();
  const { Content = '' } = await bench.client.send(new GetDocumentCommand({ Name: 'report' }));
  expect(JSON.parse(Content)).toEqual(bench.host.options.documents.get('report'));
});

describe('a fault', () => {
  const send1 = () =>
    send(
      bench.host.fleet.all().map(({ node }) => node),
      'a',
    );

  test('throttles the next calls of an operation only', async () => {
    await start();
    bench.faults.set('SendCommand', { kind: 'throttled', next: 2 });
    for (const _ of [1, 2])
      await expect(send1()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    await bench.client.send(new ListCommandsCommand({}));
    await send1();
    expect([bench.faults.calls('SendCommand'), bench.faults.calls('ListCommands')]).toEqual([3, 1]);
    expect(bench.host.visibleCommands()).toHaveLength(1);
  });

  test('throttles every third call until it is taken back', async () => {
    await start();
    bench.faults.set('ListCommands', { kind: 'throttled', every: 3 });
    const list = () =>
      bench.client.send(new ListCommandsCommand({})).then(
        () => 'ok',
        (error: Error) => error.name,
      );
    const answers = [];
    for (let index = 0; index < 6; index += 1) answers.push(await list());
    expect(answers).toEqual(['ok', 'ok', 'ThrottlingException', 'ok', 'ok', 'ThrottlingException']);
    bench.faults.set('ListCommands', undefined);
    expect([await list(), await list(), await list()]).toEqual(['ok', 'ok', 'ok']);
  });

  test('loses an answer: the command is sent and the caller cannot know', async () => {
    await start();
    bench.faults.set('SendCommand', { kind: 'lost', next: 1 });
    await expect(send1()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(bench.host.visibleCommands()).toHaveLength(1);
  });
});

test('1,000 nodes in commands of 50 cost milliseconds', async () => {
  const nodes = await start({}, 1000);
  const before = performance.now();
  for (let first = 0; first < 1000; first += 50) bench.host.sendCommand(bench.upgrade(nodes.slice(first, first + 50)));
  await bench.clock.run();
  expect(nodes.every(({ version }) => version === '1.5.0')).toBe(true);
  expect(bench.clock.now() - START.getTime()).toBe(1000);
  expect(performance.now() - before).toBeLessThan(2000); // 100 to 200 ms alone; generous for a busy machine
});
