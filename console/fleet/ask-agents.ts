import type { Api } from '../api/api.ts';
import type { Agent } from './agent-columns.tsx';
import type { AgentFilter } from './agent-filter.ts';
import type { Page } from './agent-pages.ts';

/** Asks for pages of the agents that match, one for each cursor. */
export const askAgents =
  ({ client }: Api, filter: AgentFilter, limit: number, signal: AbortSignal) =>
  async (cursor: string | undefined): Promise<Page<Agent>> => {
    const query = { ...filter, tag: [...filter.tag], limit, ...(cursor !== undefined && { cursor }) };
    const { data } = await client.GET('/api/v1/agents', { params: { query }, signal });
    return data ?? { items: [], nextCursor: null };
  };
