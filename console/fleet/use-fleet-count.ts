import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useApi } from '../api/api.ts';
import type { AgentFilter } from './agent-filter.ts';
import { askAgents } from './ask-agents.ts';
import { counted, type FleetCount, NOTHING } from './fleet-count.ts';

/** The largest page of the API. */
const PAGE = 250;
/** Pages that are counted when the page opens, 1,000 agents at most. */
const COUNTED_AT_ONCE = 4;
/** Pages that are counted on request, each time. */
const COUNTED_ON_REQUEST = 40;
/** As many as one upgrade may name. */
const MOST_COUNTED = 10_000;

interface Counting {
  readonly count: FleetCount;
  readonly cursor: string | undefined;
  /** Pages that are still to be counted, however few agents of each match. */
  readonly pagesLeft: number;
  readonly isComplete: boolean;
  readonly error: unknown;
}

const BEGINNING: Counting = {
  count: NOTHING,
  cursor: undefined,
  pagesLeft: COUNTED_AT_ONCE,
  isComplete: false,
  error: undefined,
};

export interface FleetCounting extends Counting {
  readonly isCounting: boolean;
  /** Counts on, up to 10,000; undefined where that is done, or is done already. */
  readonly countOn: (() => void) | undefined;
}

/**
 * Counts what matches the filter, page by page behind the table, and keeps no page: the API tells no totals, and 100,000 agents are too
 * many to fetch for a picture.
 */
export function useFleetCount(filter: AgentFilter): FleetCounting {
  const api = useApi();
  const queries = useQueryClient();
  const [counting, setCounting] = useState(BEGINNING);
  const { count, cursor, pagesLeft, isComplete, error } = counting;
  const isCounting = !isComplete && error === undefined && pagesLeft > 0 && count.agents < MOST_COUNTED;

  useEffect(() => {
    if (!isCounting) return;
    let isWanted = true;
    const { retry, retryDelay } = queries.getDefaultOptions().queries ?? {};
    const asked = {
      queryKey: ['fleet count', filter, cursor],
      queryFn: ({ signal }: { signal: AbortSignal }) => askAgents(api, filter, PAGE, signal)(cursor),
      gcTime: 0,
      staleTime: 0,
      retry: retry ?? false,
      retryDelay: retryDelay ?? 0,
    };
    queries.fetchQuery(asked).then(
      ({ items, nextCursor }) => {
        if (!isWanted) return;
        setCounting((before) => ({
          ...before,
          count: counted(before.count, items),
          cursor: nextCursor ?? undefined,
          pagesLeft: before.pagesLeft - 1,
          isComplete: nextCursor === null,
        }));
      },
      (reason: unknown) => {
        if (isWanted) setCounting((before) => ({ ...before, error: reason }));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [isCounting, filter, cursor, api, queries]);

  const goOn = useCallback(
    () => setCounting((before) => ({ ...before, pagesLeft: COUNTED_ON_REQUEST, error: undefined })),
    [],
  );
  const hasMore = !isComplete && !isCounting && count.agents < MOST_COUNTED;
  return { ...counting, isCounting, countOn: hasMore ? goOn : undefined };
}
