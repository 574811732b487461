import { answered } from './connection/answer.ts';
import type { Session } from './connection/session.ts';
import { Failure } from './failures.ts';
import { readPages } from './pages.ts';

/** So many unknown nodes are named. */
const MOST_NAMED = 10;

/**
 * The agents of a type on nodes, by the inventory. Nothing is sent to any of them where one is not known.
 * @throws Failure (refused) that names the nodes on which the inventory has no such agent
 */
export async function agentsOnNodes(
  { client }: Session,
  nodeIds: readonly string[],
  agentType: string,
): Promise<string[]> {
  const wanted = new Set(nodeIds);
  const read = async (page: { limit: number; cursor?: string }) =>
    answered(await client.GET('/api/v1/agents', { params: { query: { agentType, ...page } } }));
  const { items } = await readPages(read, {});
  const found = new Map(
    items.filter(({ nodeId }) => wanted.has(nodeId)).map(({ nodeId, agentUuid }) => [nodeId, agentUuid]),
  );
  const unknown = nodeIds.filter((nodeId) => !found.has(nodeId));
  if (unknown.length === 0) return nodeIds.flatMap((nodeId) => found.get(nodeId) ?? []);
  const named = unknown.slice(0, MOST_NAMED).join(', ');
  const others = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : '';
  throw new Failure('refused', `The inventory has no ${agentType} on ${named}${others}. Nothing was sent.`);
}
