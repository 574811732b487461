import {
  DescribeInstanceInformationCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SsmCommands } from '../../functions/adapters/ssm-commands.ts';
import { recipes } from '../../functions/domain/recipes/recipes.ts';
import { ScriptedAwsNode } from '../../local/ssm/aws-documents/scripted-aws-node.ts';
import { type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { hostedDocuments } from '../fakes/hosted-commands.ts';
import { nodeId, SsmBench, success } from './ssm-bench.ts';

let bench: SsmBench;
beforeEach(async () => {
  bench = await new SsmBench().start();
});
afterEach(() => bench.stop());

const INSTALLED = '3.3.987.0';
const bad: Script = { latencyMs: 1000, outcome: { kind: 'failed', reason: 'exit status 124' } };

/** Adds a node whose SSM Agent, or whose package Tool, AWS's documents upgrade as the script says. */
function addNode(
  version: string,
  versions: readonly string[],
  packageName?: string,
  script: Script = success,
): ScriptedNode {
  const { clock } = bench;
  const node = new ScriptedNode({ id: nodeId(0), clock, version, script });
  bench.host.addNode(new ScriptedAwsNode({ node, clock, versions, ...(packageName !== undefined && { packageName }) }));
  return node;
}

const send = (DocumentName: string, parameters: Readonly<Record<string, string>>) =>
  bench.client.send(
    new SendCommandCommand({
      InstanceIds: [nodeId(0)],
      DocumentName,
      Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]])),
    }),
  );

/** Sends the document and lets it end; answers its status, what each plugin printed, and what is read of it through the adapter. */
async function run(document: 'ssm-agent' | 'distributor', parameters: Readonly<Record<string, string>>) {
  const CommandId = (await send(hostedDocuments[document], parameters)).Command?.CommandId ?? '';
  await bench.clock.run();
  const query = new ListCommandInvocationsCommand({ CommandId, Details: true });
  const [invocation] = (await bench.client.send(query)).CommandInvocations ?? [];
  const [seen] = await new SsmCommands(hostedDocuments, bench.client, new SSMClient({})).invocations(CommandId);
  return {
    status: invocation?.StatusDetails,
    plugins: invocation?.CommandPlugins?.map(({ Name, Output }) => ({ Name, Output })),
    said: recipes[document].readOutput?.(seen?.output ?? ''),
    endedAt: seen?.endedAt,
  };
}

const tool = { action: 'Install', name: 'Tool', version: '1.5.0' };

describe('AWS-UpdateSSMAgent', () => {
  test('upgrades the node, skips its step for Windows, and DescribeInstanceInformation knows the new version', async () => {
    addNode(INSTALLED, [INSTALLED, '3.3.2746.0']);
    const { status, plugins, said, endedAt } = await run('ssm-agent', { version: '3.3.2746.0' });
    expect(status).toBe('Success');
    expect(plugins).toEqual([
      { Name: 'createUpdateFolder', Output: expect.stringMatching(/^Step execution skipped due to unsatisfied/) },
      { Name: 'awsupdateSsmAgent', Output: expect.stringMatching(/updated successfully to 3\.3\.2746\.0\n$/) },
    ]);
    expect(said).toEqual({ oldVersion: INSTALLED, wasThere: false });
    expect(endedAt).toEqual(new Date(bench.clock.now()));
    const told = await bench.client.send(new DescribeInstanceInformationCommand({}));
    expect(told.InstanceInformationList).toMatchObject([{ AgentVersion: '3.3.2746.0' }]);
  });

  test.each([
    ['nothing to do', { version: INSTALLED }, success, 'Success', { wasThere: true, oldVersion: INSTALLED }],
    ['a version that there is not', { version: '3.4.0.0' }, success, 'Failed', { reason: 'PACKAGE_NOT_FOUND' }],
    ['no version at all', { version: 'new' }, success, 'Failed', { reason: 'PACKAGE_NOT_FOUND' }],
    ['a downgrade', { version: '3.3.10.0' }, success, 'Failed', { reason: 'DOWNGRADE_NOT_ALLOWED' }],
    ['a failure', { version: '3.3.2746.0' }, bad, 'Failed', { error: expect.stringContaining('exit status 124') }],
    ['the latest', {}, success, 'Success', { oldVersion: INSTALLED, wasThere: false }],
  ])('%s', async (_what, parameters, script, status, said) => {
    const node = addNode(INSTALLED, ['3.3.10.0', INSTALLED, '3.3.2746.0'], undefined, script);
    expect(await run('ssm-agent', { ...parameters })).toMatchObject({ status, said });
    expect(node.version).toBe(Object.keys(parameters).length === 0 ? '3.3.2746.0' : INSTALLED);
  });

  test('goes down where it is allowed', async () => {
    const node = addNode(INSTALLED, ['3.3.10.0', INSTALLED]);
    expect(await run('ssm-agent', { version: '3.3.10.0', allowDowngrade: 'true' })).toMatchObject({
      status: 'Success',
    });
    expect(node.version).toBe('3.3.10.0');
  });
});

describe('AWS-ConfigureAWSPackage', () => {
  const versions = ['1.4.2', '1.5.0'];

  test.each([
    ['an upgrade', tool, success, 'Success', '1.5.0', { oldVersion: '1.4.2', wasThere: false }],
    [
      'an upgrade in place',
      { ...tool, installationType: 'In-place update' },
      success,
      'Success',
      '1.5.0',
      { wasThere: false },
    ],
    ['the latest', { ...tool, version: 'latest' }, success, 'Success', '1.5.0', { oldVersion: '1.4.2' }],
    [
      'nothing to do',
      { ...tool, version: '1.4.2' },
      success,
      'Success',
      '1.4.2',
      { wasThere: true, oldVersion: '1.4.2' },
    ],
    [
      'a failure',
      tool,
      bad,
      'Failed',
      '1.4.2',
      { oldVersion: '1.4.2', error: expect.stringContaining('install errors: exit') },
    ],
    ['no such version', { ...tool, version: '9.9.9' }, success, 'Failed', '1.4.2', { reason: 'PACKAGE_NOT_FOUND' }],
    ['no such package', { ...tool, name: 'Other' }, success, 'Failed', '1.4.2', { reason: 'PACKAGE_NOT_FOUND' }],
    ['taking it away', { action: 'Uninstall', name: 'Tool' }, success, 'Success', null, { oldVersion: '1.4.2' }],
    ['taking another version away', { ...tool, action: 'Uninstall' }, success, 'Success', '1.4.2', { wasThere: false }],
  ])('%s', async (_what, parameters, script, status, version, said) => {
    const node = addNode('1.4.2', versions, 'Tool', script);
    expect(await run('distributor', parameters)).toMatchObject({ status, said });
    expect(node.version).toBe(version);
  });

  test('changes a package once at a time', async () => {
    addNode('1.4.2', versions, 'Tool');
    await send('AWS-ConfigureAWSPackage', tool);
    const second = await run('distributor', tool);
    expect(second).toMatchObject({ status: 'Failed', said: { reason: 'NODE_BUSY' } });
  });

  test('goes on when it is cancelled, or given up', async () => {
    const node = addNode('1.4.2', versions, 'Tool');
    const { Command } = await send('AWS-ConfigureAWSPackage', tool);
    await bench.clock.run(() => node.version === null);
    bench.host.cancelCommand({ CommandId: Command?.CommandId });
    await bench.clock.run();
    expect(bench.host.visibleCommands()[0]?.invocations).toMatchObject([{ details: 'Cancelled' }]);
    expect(node.version).toBe('1.5.0');
  });

  test('takes 3,600 s to end behind its delivery, when nothing is heard of it', async () => {
    addNode('1.4.2', versions, 'Tool', { latencyMs: 0, outcome: { kind: 'lost' } });
    const { Command } = await send('AWS-ConfigureAWSPackage', tool);
    const sentAt = bench.clock.now();
    await bench.clock.run();
    expect(Command?.ExpiresAfter?.getTime()).toBe(sentAt + (3600 + 3600) * 1000);
    expect(bench.host.visibleCommands()[0]?.invocations).toMatchObject([{ details: 'DeliveryTimedOut' }]);
  });
});

test.each([
  ['AWS-UpdateSSMAgent', { allowDowngrade: 'yes' }],
  ['AWS-UpdateSSMAgent', { name: 'amazon-ssm-agent' }],
  ['AWS-ConfigureAWSPackage', { name: 'Tool' }],
  ['AWS-ConfigureAWSPackage', { ...tool, name: 'Tool and more' }],
  ['AWS-ConfigureAWSPackage', { ...tool, action: 'Upgrade' }],
  ['AWS-ConfigureAWSPackage', { ...tool, installationType: 'Quickly' }],
])('%s is not sent with %j', async (document, parameters) => {
  addNode('1.4.2', ['1.4.2'], 'Tool');
  await expect(send(document, parameters)).rejects.toMatchObject({ name: 'InvalidParameters' });
});

test('a shared package is named by its ARN, and a node whose SSM Agent knows no such plugin says so', async () => {
  bench.addNodes(1);
  const shared = { ...tool, name: 'arn:aws:ssm:eu-west-1:111122223333:document/Falcon' };
  const error = expect.stringContaining('aws:configurePackage is not supported by this version of ssm agent');
  expect(await run('distributor', shared)).toMatchObject({ status: 'Failed', said: { error } });
});
