import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useApi } from '../api/api.ts';
import { messageOf } from '../app/trouble.tsx';
import { filledPage } from '../fleet/agent-pages.ts';
import { askAgents } from '../fleet/ask-agents.ts';
import { agentWords } from '../words.ts';
import { targetComplaints } from './complaints.ts';
import type { Draft } from './draft.ts';
import { tagsIn } from './request.ts';
import { namesIn } from './targets.ts';

/** The largest page: more than this is counted by the simulation, which goes over all of them. */
const PAGE = 250;

export interface Match {
  /** Agents, as far as they were counted; undefined before. */
  readonly agents: number | undefined;
  /** Are there more? */
  readonly isMore: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
}

/** How many agents the draft is for: those named, or a first page of those that the inventory finds by type and tags. */
export function useMatch(draft: Draft): Match {
  const api = useApi();
  const typed = useDeferredValue(draft);
  const { agentType } = typed;
  const isAsked = typed.by === 'selector' && Object.keys(targetComplaints(typed)).length === 0;
  const filter = { ...(agentType !== '' && { agentType }), tag: tagsIn(typed.tags) };
  const { data, error, isFetching } = useQuery({
    queryKey: ['match', filter],
    queryFn: ({ signal }) => filledPage(askAgents(api, filter, PAGE, signal), undefined, PAGE),
    enabled: isAsked,
  });
  if (draft.by === 'names')
    return { agents: namesIn(draft.names).length, isMore: false, isLoading: false, error: null };
  const found = data?.items.filter(({ vanishedAt }) => vanishedAt === null).length;
  return {
    agents: isAsked ? found : undefined,
    isMore: (data?.nextCursor ?? null) !== null,
    isLoading: isFetching,
    error,
  };
}

/** The same in words. */
export function MatchWords({ match, draft }: { match: Match; draft: Draft }) {
  const { agents, isMore, isLoading, error } = match;
  if (isLoading) return <StatusIndicator type="loading">Looking for agents</StatusIndicator>;
  if (error !== null) return <StatusIndicator type="error">{messageOf(error)}</StatusIndicator>;
  if (agents === undefined) return <StatusIndicator type="pending">Nobody is chosen yet</StatusIndicator>;
  const named = draft.by === 'names' ? 'named' : 'of the inventory match';
  const range = draft.by === 'selector' && draft.below !== '' ? ', before their versions are compared' : '';
  const count = isMore ? `More than ${agentWords(agents)}` : agentWords(agents);
  return (
    <StatusIndicator type={agents === 0 ? 'warning' : 'info'}>
      {count} {named}
      {range}
    </StatusIndicator>
  );
}
