import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { useApi } from '../api/api.ts';
import { nextPoll } from './polling.ts';
import { type Revalidated, revalidate } from './revalidation.ts';

export const jobKey = (jobId: string, ...part: readonly unknown[]) => ['job', jobId, ...part];

/** The job as it is now, read again and again until it has ended. */
export function useJob(jobId: string) {
  const { client } = useApi();
  const queries = useQueryClient();
  const isHidden = useHidden();
  const key = jobKey(jobId);
  const params = { path: { jobId } };
  return useQuery({
    queryKey: key,
    queryFn: () =>
      revalidate(queries.getQueryData<Revalidated<Schemas['Job']>>(key), (headers) =>
        client.GET('/api/v1/upgrade-jobs/{jobId}', { params, headers }),
      ),
    structuralSharing: false,
    // A page that comes back into sight is as it is now, not as it was a minute ago.
    refetchOnWindowFocus: true,
    refetchIntervalInBackground: true,
    refetchInterval: ({ state: { data, status } }) =>
      nextPoll({
        isDone: data?.data.phase === 'done',
        // Whoever does not answer is not asked more often than who has nothing new to say.
        sameAnswers: status === 'error' ? Number.POSITIVE_INFINITY : (data?.sameAnswers ?? 0),
        isHidden,
      }),
  });
}

const onVisibilityChange = (tell: () => void) => {
  document.addEventListener('visibilitychange', tell);
  return () => document.removeEventListener('visibilitychange', tell);
};

/** Does nobody look at the page? */
const useHidden = (): boolean => useSyncExternalStore(onVisibilityChange, () => document.hidden);
