import { nodeIdOf } from '../agent.ts';
import { type Batch, isWaiting } from '../batch.ts';
import { isParked } from '../parking.ts';
import type { Connections } from '../ports.ts';

/** The most nodes that one call asks about. */
const NODES_IN_A_CALL = 50;

/** 5,000 waiting nodes are 25 rounds of calls, some seconds. */
const CALLS_AT_ONCE = 4;

/** Numbers of the parked batches of which a node that is waited for is online now. Asks nobody where no batch is parked. */
export async function reachableBatches(ports: Connections, batches: readonly Batch[]): Promise<ReadonlySet<number>> {
  const waiting = batches
    .filter(isParked)
    .flatMap(({ number, agents }) => agents.filter(isWaiting).map(({ node }) => ({ number, nodeId: nodeIdOf(node) })));
  const online = await onlineAmong(ports, [...new Set(waiting.map(({ nodeId }) => nodeId))]);
  return new Set(waiting.filter(({ nodeId }) => online.has(nodeId)).map(({ number }) => number));
}

async function onlineAmong(ports: Connections, nodeIds: readonly string[]): Promise<ReadonlySet<string>> {
  const online = new Set<string>();
  const round = NODES_IN_A_CALL * CALLS_AT_ONCE;
  for (let first = 0; first < nodeIds.length; first += round) {
    const calls = chunksOf(nodeIds.slice(first, first + round)).map((ids) => ports.connections(ids));
    for (const connections of await Promise.all(calls))
      for (const [nodeId, connection] of connections) if (connection === 'online') online.add(nodeId);
  }
  return online;
}

const chunksOf = (nodeIds: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(nodeIds.length / NODES_IN_A_CALL) }, (_, index) =>
    nodeIds.slice(index * NODES_IN_A_CALL, (index + 1) * NODES_IN_A_CALL),
  );
