import type { Server } from 'node:http';
import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  EC2Client,
  paginateDescribeInstances,
  RebootInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws-json.ts';
import { ec2Server } from '../../local/ec2/endpoint.ts';
import { LocalInstances } from '../../local/ec2/instances.ts';
import { AMAZON_LINUX } from '../../local/ssm/managed-node.ts';
import { ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { scriptedHost } from '../fakes/scripted-host.ts';
import { instanceId, nodeId } from '../fixtures.ts';

let instances: LocalInstances;
let server: Server;
let client: EC2Client;
const { clock, host } = scriptedHost();

const add = (id: string, tags: Record<string, string> = {}) =>
  host.addNode(
    new ScriptedNode({
      ...{ id, clock, tags, version: null },
      platform: { ...AMAZON_LINUX, architecture: 'arm64' },
      script: { latencyMs: 0, outcome: { kind: 'success' } },
    }),
  );

beforeEach(async () => {
  for (const { node } of host.fleet.all()) host.fleet.remove(node.id);
  instances = new LocalInstances(host.fleet);
  server = ec2Server(instances);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new EC2Client({ endpoint: await listen(server), region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await close(server);
});

async function described(input: DescribeInstancesCommandInput = {}) {
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}
const statesOf = async (input?: DescribeInstancesCommandInput) =>
  (await described(input)).map(({ InstanceId, State }) => `${InstanceId} ${State?.Name}`);

describe('DescribeInstances', () => {
  test('tells what the fleet says of its instances, and nothing of hybrid nodes', async () => {
    add(instanceId(1), { site: 'a & b <"c">', empty: '' });
    add(nodeId(2));
    expect(await described()).toMatchObject([
      {
        InstanceId: instanceId(1),
        State: { Name: 'running', Code: 16 },
        Architecture: 'arm64',
        Tags: [
          { Key: 'site', Value: 'a & b <"c">' },
          { Key: 'empty', Value: '' },
        ],
      },
    ]);
  });

  test('tells of a terminated instance until it is forgotten', async () => {
    add(instanceId(1));
    instances.setState(instanceId(1), 'terminated');
    host.fleet.remove(instanceId(1));
    expect(await statesOf()).toEqual([`${instanceId(1)} terminated`]);
    instances.forget(instanceId(1));
    expect(await statesOf()).toEqual([]);
  });

  test.each<[string, DescribeInstancesCommandInput, string[]]>([
    ['ids', { InstanceIds: [instanceId(2)] }, ['2 stopped']],
    [
      'a filter of ids, which leaves out unknown ones',
      { Filters: [{ Name: 'instance-id', Values: [instanceId(1), instanceId(9)] }] },
      ['1 running'],
    ],
    [
      'two filters at once',
      {
        Filters: [
          { Name: 'instance-id', Values: [instanceId(1), instanceId(2)] },
          { Name: 'instance-state-name', Values: ['stopped'] },
        ],
      },
      ['2 stopped'],
    ],
  ])('finds by %s', async (_how, input, expected) => {
    for (const index of [1, 2, 3]) add(instanceId(index));
    instances.setState(instanceId(2), 'stopped');
    expect(await statesOf(input)).toEqual(
      expected.map((one) => one.replace(/^\d/, (digit) => instanceId(Number(digit)))),
    );
  });

  test('comes in pages', async () => {
    for (let index = 0; index < 12; index += 1) add(instanceId(index));
    const sizes: number[] = [];
    for await (const { Reservations = [] } of paginateDescribeInstances({ client, pageSize: 5 }, {}))
      sizes.push(Reservations.length);
    expect(sizes).toEqual([5, 5, 2]);
  });

  const ids = (count: number) => Array.from({ length: count }, (_, index) => instanceId(index));
  test.each<[string, DescribeInstancesCommandInput, string]>([
    ['an id that is not there', { InstanceIds: [instanceId(1), instanceId(9)] }, 'InvalidInstanceID.NotFound'],
    ['ids in pages', { InstanceIds: [instanceId(1)], MaxResults: 50 }, 'InvalidParameterCombination'],
    ['a page of 4', { MaxResults: 4 }, 'InvalidParameterValue'],
    ['a filter that it does not know', { Filters: [{ Name: 'color', Values: ['red'] }] }, 'InvalidParameterValue'],
    ['201 values', { Filters: [{ Name: 'instance-id', Values: ids(201) }] }, 'FilterLimitExceeded'],
    ['what is not served', { DryRun: true }, 'UnknownParameter'],
  ])('refuses %s', async (_what, input, name) => {
    add(instanceId(1));
    await expect(described(input)).rejects.toMatchObject({ name });
  });
});

test('other actions are not known', async () => {
  const reboot = new RebootInstancesCommand({ InstanceIds: [instanceId(1)] });
  await expect(client.send(reboot)).rejects.toMatchObject({ name: 'InvalidAction' });
});
