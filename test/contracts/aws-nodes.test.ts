import { EC2Client } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { Ec2Instances } from '../../functions/adapters/ec2-instances.ts';
import { SsmNodes } from '../../functions/adapters/ssm-nodes.ts';
import type { Application, ManagedNode } from '../../functions/domain/discovery-ports.ts';
import { close, listen } from '../../local/aws-json.ts';
import { ec2Server } from '../../local/ec2/endpoint.ts';
import { type InstanceState, LocalInstances } from '../../local/ec2/instances.ts';
import { ssmServer } from '../../local/ssm/endpoint.ts';
import type { InstalledApplication, NodePlatform } from '../../local/ssm/managed-node.ts';
import { ScriptedNode } from '../../local/ssm/scripted-node.ts';
import type { SeenNode } from '../fakes/memory-nodes.ts';
import { scriptedHost } from '../fakes/scripted-host.ts';
import { nodesContract } from './nodes.ts';

const platforms = { linux: 'Linux', windows: 'Windows', macos: 'MacOS' } as const;

const platformOf = ({ platform }: ManagedNode, architecture: string): NodePlatform => ({
  type: platforms[platform?.type ?? 'linux'],
  name: platform?.name ?? '',
  version: platform?.version ?? '',
  architecture,
});

const installed = ({ name, version, release, epoch, packageId }: Application): InstalledApplication => ({
  Name: name,
  Version: version,
  ...(release !== null && { Release: release }),
  ...(epoch !== null && { Epoch: epoch }),
  ...(packageId !== null && { PackageId: packageId }),
});

const stateSchema: z.ZodType<InstanceState> = z.enum(['running', 'terminated']);

nodesContract('SsmNodes and Ec2Instances over the wire', async () => {
  const { clock, host } = scriptedHost();
  const instances = new LocalInstances(host.fleet);
  const servers = [ssmServer(host), ec2Server(instances)] as const;
  const common = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
  const ssm = new SSMClient({ ...common, endpoint: await listen(servers[0]) });
  const ec2 = new EC2Client({ ...common, endpoint: await listen(servers[1]) });

  function put({ node, tags, software: { capturedAt, applications }, instance }: SeenNode): void {
    const { nodeId: id, agentVersion } = node;
    const scripted = new ScriptedNode({
      ...{ id, clock, tags, version: null, agentVersion: agentVersion ?? '' },
      platform: platformOf(node, instance?.architecture ?? ''),
      script: { latencyMs: 0, outcome: { kind: 'success' } },
      ...(capturedAt !== null && { software: { capturedAt, applications: applications.map(installed) } }),
    });
    host.addNode(scripted, node.connection === 'online' ? 'Online' : 'ConnectionLost');
    if (instance === null) instances.forget(id);
    else instances.setState(id, stateSchema.parse(instance.state));
  }

  return {
    nodes: new SsmNodes(ssm),
    instances: new Ec2Instances(ec2),
    put,
    remove: (nodeId) => host.fleet.remove(nodeId),
    stop: async () => {
      ssm.destroy();
      ec2.destroy();
      await Promise.all(servers.map(close));
    },
  };
});
