import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import { DemoFleet, type StartNode } from '../../node/demo-fleet.ts';
import { RealNode } from '../../ssm/real-node.ts';
import { installed, type StartedNode } from '../demo-kind.ts';

interface Ways {
  /** How the agent gets there; from an archive unless given. */
  readonly startNode?: StartNode;
  /** The PATH of the node's scripts, from its directory; this process's unless given. */
  readonly path?: (directory: string) => string;
}

/** A node in the folder whose agent documents of our own upgrade: really run in its directory. */
export async function startOwn(id: string, folder: string, { startNode, path }: Ways = {}): Promise<StartedNode> {
  const fleet = await DemoFleet.start(folder, [id], installed, startNode);
  const directory = join(folder, id);
  return {
    node: new RealNode({ id, directory, clock: systemClock, ...(path && { path: path(directory) }) }),
    health: () => fleet.health({ id, directory }),
    stop: () => fleet.stop(),
  };
}
