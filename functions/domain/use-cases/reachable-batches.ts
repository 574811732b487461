import { nodeIdOf } from '../agent.ts';
import { type Batch, isWaiting } from '../batch.ts';
import { isParked } from '../parking.ts';
import type { Sighting } from '../sighting.ts';
import { type SeeingPorts, seeNodes } from './see-nodes.ts';

/** The most nodes that one call asks about. */
const NODES_IN_A_CALL = 50;

/** 5,000 waiting nodes are 25 rounds of calls, some seconds. */
const CALLS_AT_ONCE = 4;

/** Numbers of the parked batches of which a node that is waited for is online now, or will never be again. Asks nobody where no batch is parked. */
export async function reachableBatches(ports: SeeingPorts, batches: readonly Batch[]): Promise<ReadonlySet<number>> {
  const waiting = batches
    .filter(isParked)
    .flatMap(({ number, agents }) => agents.filter(isWaiting).map(({ node }) => ({ number, nodeId: nodeIdOf(node) })));
  const seen = await endOfWaitAmong(ports, [...new Set(waiting.map(({ nodeId }) => nodeId))]);
  return new Set(waiting.filter(({ nodeId }) => seen.has(nodeId)).map(({ number }) => number));
}

async function endOfWaitAmong(ports: SeeingPorts, nodeIds: readonly string[]): Promise<ReadonlySet<string>> {
  const over = new Set<string>();
  const round = NODES_IN_A_CALL * CALLS_AT_ONCE;
  for (let first = 0; first < nodeIds.length; first += round) {
    const calls = chunksOf(nodeIds.slice(first, first + round)).map((ids) => seeNodes(ports, ids));
    for (const sightings of await Promise.all(calls))
      for (const [nodeId, sighting] of sightings) if (endsWait(sighting)) over.add(nodeId);
  }
  return over;
}

const endsWait = (sighting: Sighting): boolean => sighting !== 'offline';

const chunksOf = (nodeIds: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(nodeIds.length / NODES_IN_A_CALL) }, (_, index) =>
    nodeIds.slice(index * NODES_IN_A_CALL, (index + 1) * NODES_IN_A_CALL),
  );
