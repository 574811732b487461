import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../bin/client/client.ts';
import { useApi } from '../api/api.ts';
import type { Revalidated } from './revalidation.ts';
import { jobKey } from './use-job.ts';

/** Milliseconds for which what was shown of an earlier version is kept. */
const KEPT_MS = 30_000;

/** Pages of the audit trail that are read at once: a job that went on for weeks has a few hundred entries. */
const MOST_EVENT_PAGES = 10;

export interface AgentQuery {
  readonly status?: NonNullable<Schemas['JobAgent']['status']>;
  readonly reason?: NonNullable<Schemas['JobAgent']['reason']>;
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of the job's agents. @param etag of the job: where that is the same, they are, too */
export function useJobAgents(jobId: string, query: AgentQuery, etag: string | undefined) {
  const { client } = useApi();
  return useQuery({
    queryKey: jobKey(jobId, 'agents', query, etag),
    gcTime: KEPT_MS,
    placeholderData: (before: Schemas['JobAgents'] | undefined) => before,
    queryFn: async () => {
      const { data } = await client.GET('/api/v1/upgrade-jobs/{jobId}/agents', { params: { path: { jobId }, query } });
      if (data === undefined) throw new Error('The API answered no agents.');
      return data;
    },
  });
}

/** What the page reads of a report. */
export type JobReport = Pick<Schemas['Report'], 'waves' | 'reasons' | 'approved'>;

/**
 * Changes when the job is likely to have more to tell in its report and its trail. Of a large job that reads every batch: it is asked
 * when a percent more is done, not for each agent.
 */
export const versionOf = ({ data, etag }: Revalidated<Schemas['Job']>): string | undefined =>
  data.nextCursor === null ? etag : [data.phase, data.reason, data.detail, data.progress.percent].join();

/** Its audit trail. @param version changes with the job: the trail is read again when it does */
export function useJobEvents(jobId: string, version: string | undefined) {
  const { client } = useApi();
  return useQuery({
    queryKey: jobKey(jobId, 'events', version),
    gcTime: KEPT_MS,
    placeholderData: (before: Schemas['JobEvent'][] | undefined) => before,
    queryFn: async () => {
      const events: Schemas['JobEvent'][] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_EVENT_PAGES; page++) {
        const query = { limit: 250, ...(cursor !== undefined && { cursor }) };
        const { data } = await client.GET('/api/v1/upgrade-jobs/{jobId}/events', {
          params: { path: { jobId }, query },
        });
        events.push(...(data?.items ?? []));
        if (data?.nextCursor == null) break;
        cursor = data.nextCursor;
      }
      return events;
    },
  });
}

/** Its report without its agents: the waves' times, the reasons of all agents, the cost. @param version as above */
export function useJobReport(jobId: string, version: string | undefined) {
  const { client } = useApi();
  const query = { limit: 1 };
  return useQuery({
    queryKey: jobKey(jobId, 'report', version),
    gcTime: KEPT_MS,
    placeholderData: (before: JobReport | undefined) => before,
    queryFn: async (): Promise<JobReport> => {
      const { data } = await client.GET('/api/v1/upgrade-jobs/{jobId}/report', { params: { path: { jobId }, query } });
      if (data === undefined || typeof data === 'string') throw new Error('The API answered no report.');
      return data;
    },
  });
}
