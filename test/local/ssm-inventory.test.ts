import {
  GetInventoryCommand,
  type GetInventoryCommandInput,
  ListInventoryEntriesCommand,
  type ListInventoryEntriesCommandInput,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nodeId, SsmBench } from './ssm-bench.ts';

let bench: SsmBench;
beforeEach(async () => {
  bench = await new SsmBench().start();
  const [first, second] = bench.addNodes(3);
  const software = (...names: string[]) => ({
    capturedAt: '2026-01-01T00:00:00Z',
    applications: names.map((Name) => ({ Name, Version: '1.0' })),
  });
  if (first) Object.assign(first, { software: software('agent', 'curl'), tags: { site: 'berlin' } });
  if (second) second.software = software('agent-pro');
});
afterEach(() => bench.stop());

const named = (Type: 'Equal' | 'BeginWith' | 'NotEqual', ...Values: string[]) => ({
  Key: 'AWS:Application.Name',
  Type,
  Values,
});

describe('GetInventory', () => {
  const found = async (input: GetInventoryCommandInput = {}) =>
    (await bench.client.send(new GetInventoryCommand(input))).Entities?.map(({ Id }) => Id);

  test('tells of all nodes, and nothing of their software', async () => {
    const { Entities } = await bench.client.send(new GetInventoryCommand({}));
    expect(Entities?.map(({ Data }) => Object.keys(Data ?? {}))).toEqual(Array(3).fill(['AWS:InstanceInformation']));
  });

  test.each<[string, GetInventoryCommandInput['Filters'], number[]]>([
    ['a name', [named('Equal', 'agent')], [0]],
    ['a beginning', [named('BeginWith', 'agent')], [0, 1]],
    ['two names', [named('Equal', 'curl', 'agent-pro')], [0, 1]],
    [
      'a name and nodes',
      [named('BeginWith', 'agent'), { Key: 'AWS:InstanceInformation.InstanceId', Values: [nodeId(1), nodeId(2)] }],
      [1],
    ],
  ])('finds nodes by %s', async (_how, Filters, expected) => {
    expect(await found({ Filters })).toEqual(expected.map(nodeId));
  });

  test.each<[string, GetInventoryCommandInput, string]>([
    [
      'applications as a result',
      { ResultAttributes: [{ TypeName: 'AWS:Application' }] },
      'InvalidResultAttributeException',
    ],
    ['a filter that it does not know', { Filters: [{ Key: 'AWS:File.Name', Values: ['x'] }] }, 'InvalidFilter'],
    ['a comparison that it does not know', { Filters: [named('NotEqual', 'agent')] }, 'InvalidFilter'],
    ['41 values', { Filters: [named('Equal', ...Array(41).fill('x'))] }, 'ValidationException'],
    ['pages of 51', { MaxResults: 51 }, 'ValidationException'],
  ])('refuses %s', async (_what, input, name) => {
    await expect(found(input)).rejects.toMatchObject({ name });
  });
});

describe('ListInventoryEntries', () => {
  const listed = (change: Partial<ListInventoryEntriesCommandInput> = {}) =>
    bench.client.send(
      new ListInventoryEntriesCommand({ InstanceId: nodeId(0), TypeName: 'AWS:Application', ...change }),
    );

  test('tells what the node told, and when', async () => {
    const { Entries, CaptureTime } = await listed({ Filters: [named('Equal', 'curl')] });
    expect([Entries, CaptureTime]).toEqual([[{ Name: 'curl', Version: '1.0' }], '2026-01-01T00:00:00Z']);
  });

  test.each([
    ['of a node that told nothing', { InstanceId: nodeId(2) }],
    ['of another type', { TypeName: 'AWS:Network' }],
  ])('tells nothing %s', async (_of, change) => {
    expect((await listed(change)).Entries).toEqual([]);
  });

  test('refuses a node that is not managed', async () => {
    await expect(listed({ InstanceId: nodeId(9) })).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  });
});

describe('ListTagsForResource', () => {
  const tagsOf = (ResourceId: string) =>
    bench.client.send(new ListTagsForResourceCommand({ ResourceType: 'ManagedInstance', ResourceId }));

  test('tells the tags of a node', async () => {
    expect((await tagsOf(nodeId(0))).TagList).toEqual([{ Key: 'site', Value: 'berlin' }]);
    expect((await tagsOf(nodeId(1))).TagList).toEqual([]);
  });

  test('refuses a node that is not managed', async () => {
    await expect(tagsOf(nodeId(9))).rejects.toMatchObject({ name: 'InvalidResourceId' });
  });
});
