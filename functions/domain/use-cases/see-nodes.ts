import type { Instance, Instances } from '../discovery-ports.ts';
import type { Connections } from '../ports.ts';
import type { Sighting } from '../sighting.ts';

export interface SeeingPorts {
  readonly commands: Connections;
  readonly instances: Instances;
}

/** What can be seen of these nodes, at most 50. EC2 is asked only about its instances that Systems Manager has no connection to. */
export async function seeNodes(
  { commands, instances }: SeeingPorts,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, Sighting>> {
  // Systems Manager refuses to look for nobody.
  if (nodeIds.length === 0) return new Map();
  const connections = await commands.connections(nodeIds);
  const silent = nodeIds.filter((id) => id.startsWith('i-') && connections.get(id) !== 'online');
  if (silent.length === 0) return connections;
  const found = await instances.describe(silent);
  const others = silent.flatMap((id): [string, Sighting][] => {
    const sighting = endOf(found.get(id), connections.has(id));
    return sighting === undefined ? [] : [[id, sighting]];
  });
  return new Map<string, Sighting>([...connections, ...others]);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html: what shuts down does not come back. */
function endOf(instance: Instance | undefined, isManaged: boolean): Sighting | undefined {
  if (instance === undefined) return isManaged ? undefined : 'forgotten';
  return instance.state === 'shutting-down' || instance.state === 'terminated' ? 'terminated' : undefined;
}
