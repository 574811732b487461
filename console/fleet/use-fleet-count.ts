import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useApi } from '../api/api.ts';
import type { AgentFilter } from './agent-filter.ts';
import { counted, type FleetCount, NOTHING } from './fleet-count.ts';

/** The largest page of the API. */
const PAGE = 250;
/** Counted when the page opens: four requests. */
const COUNTED_AT_ONCE = 1_000;
/** Counted on request: as many as one upgrade may name. */
const MOST_COUNTED = 10_000;

interface Counting {
  readonly count: FleetCount;
  readonly cursor: string | undefined;
  /** What is counted up to. */
  readonly bound: number;
  readonly isComplete: boolean;
  readonly error: unknown;
}

const BEGINNING: Counting = {
  count: NOTHING,
  cursor: undefined,
  bound: COUNTED_AT_ONCE,
  isComplete: false,
  error: undefined,
};

export interface FleetCounting extends Counting {
  readonly isCounting: boolean;
  /** Counts on to 10,000; undefined where that is done, or is done already. */
  readonly countOn: (() => void) | undefined;
}

/**
 * Counts what matches the filter, page by page behind the table, and keeps no page: the API tells no totals, and 100,000 agents are too
 * many to fetch for a picture.
 */
export function useFleetCount(filter: AgentFilter): FleetCounting {
  const { client } = useApi();
  const queries = useQueryClient();
  const [counting, setCounting] = useState(BEGINNING);
  const { count, cursor, bound, isComplete, error } = counting;
  const isCounting = !isComplete && error === undefined && count.agents < bound;

  useEffect(() => {
    if (!isCounting) return;
    const given = new AbortController();
    const ask = async () => {
      const query = { ...filter, tag: [...filter.tag], limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const { data } = await client.GET('/api/v1/agents', { params: { query }, signal: given.signal });
      return data ?? { items: [], nextCursor: null };
    };
    const key = ['fleet count', filter, cursor];
    const { retry, retryDelay } = queries.getDefaultOptions().queries ?? {};
    const asked = {
      queryKey: key,
      queryFn: ask,
      gcTime: 0,
      staleTime: 0,
      retry: retry ?? false,
      retryDelay: retryDelay ?? 0,
    };
    queries.fetchQuery(asked).then(
      ({ items, nextCursor }) => {
        if (given.signal.aborted) return;
        setCounting((before) => ({
          ...before,
          count: counted(before.count, items),
          cursor: nextCursor ?? undefined,
          isComplete: nextCursor === null,
        }));
      },
      (reason: unknown) => {
        if (!given.signal.aborted) setCounting((before) => ({ ...before, error: reason }));
      },
    );
    return () => given.abort();
  }, [isCounting, filter, cursor, client, queries]);

  const goOn = useCallback(() => setCounting((before) => ({ ...before, bound: MOST_COUNTED, error: undefined })), []);
  const hasMore = !isComplete && !isCounting && count.agents < MOST_COUNTED;
  return { ...counting, isCounting, countOn: hasMore ? goOn : undefined };
}
