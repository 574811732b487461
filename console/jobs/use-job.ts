import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { type Api, useApi } from '../api/api.ts';
import { nextPoll } from './polling.ts';
import { type Read, type Revalidated, revalidate } from './revalidation.ts';

export const jobKey = (jobId: string, ...part: readonly unknown[]) => ['job', jobId, ...part];

/** Reads a part of a job, again and again until the job has ended. */
function useRevalidated<Answer>(
  key: readonly unknown[],
  isDone: (answer: Answer) => boolean,
  read: (api: Api) => Read<Answer>,
): UseQueryResult<Revalidated<Answer>> {
  const api = useApi();
  const queries = useQueryClient();
  const isHidden = useHidden();
  return useQuery({
    queryKey: key,
    queryFn: () => revalidate(queries.getQueryData<Revalidated<Answer>>(key), read(api)),
    structuralSharing: false,
    // A page that comes back into sight is as it is now, not as it was a minute ago.
    refetchOnWindowFocus: true,
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) =>
      nextPoll({
        isDone: state.data !== undefined && isDone(state.data.data),
        sameAnswers: (state.data?.sameAnswers ?? 0) + state.errorUpdateCount,
        isHidden,
      }),
  });
}

/** The job as it is now. */
export const useJob = (jobId: string) =>
  useRevalidated<Schemas['Job']>(
    jobKey(jobId),
    ({ phase }) => phase === 'done',
    ({ client }) =>
      (headers) =>
        client.GET('/api/v1/upgrade-jobs/{jobId}', { params: { path: { jobId } }, headers }),
  );

export interface AgentQuery {
  readonly status?: NonNullable<Schemas['JobAgent']['status']>;
  readonly reason?: NonNullable<Schemas['JobAgent']['reason']>;
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of its agents. @param isDone the job has ended, and they with it */
export const useJobAgents = (jobId: string, query: AgentQuery, isDone: boolean) =>
  useRevalidated<Schemas['JobAgents']>(
    jobKey(jobId, 'agents', query),
    () => isDone,
    ({ client }) =>
      (headers) =>
        client.GET('/api/v1/upgrade-jobs/{jobId}/agents', { params: { path: { jobId }, query }, headers }),
  );

const onVisibilityChange = (tell: () => void) => {
  document.addEventListener('visibilitychange', tell);
  return () => document.removeEventListener('visibilitychange', tell);
};

/** Does nobody look at the page? */
const useHidden = (): boolean => useSyncExternalStore(onVisibilityChange, () => document.hidden);
