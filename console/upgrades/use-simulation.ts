import { useState } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { useApi } from '../api/api.ts';

/** How often a simulated job is looked at while it runs, in milliseconds. */
const POLL_MS = 1_500;
/** Agents of the plan that are looked at one by one. */
const MOST_REPORTED = 1_000;

type Request = Schemas['UpgradeRequest'];
/** As the client answers it, which leaves out what is always null. */
export type Report = Omit<Schemas['Report'], 'cost'>;

export interface Simulation {
  /** The job as it was answered last. */
  readonly job: Schemas['Job'] | undefined;
  /** Its report, once it is done. */
  readonly report: Report | undefined;
  readonly error: unknown;
  /** Simulates this request, unless that is what was simulated last. */
  readonly simulate: (request: Request) => void;
  /** Simulates the last request once more. */
  readonly again: () => void;
}

/** Plans an upgrade without sending anything: posts it as simulated, watches the job, and fetches its report. */
export function useSimulation(): Simulation {
  const { query } = useApi();
  const [simulated, setSimulated] = useState<Request>();
  const post = query.useMutation('post', '/api/v1/agents/batch-upgrade');
  const jobId = post.data?.id ?? '';
  const params = { path: { jobId } };
  const watched = query.useQuery(
    'get',
    '/api/v1/upgrade-jobs/{jobId}',
    { params },
    { enabled: jobId !== '', refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_MS) },
  );
  const job = watched.data ?? post.data;
  const report = query.useQuery(
    'get',
    '/api/v1/upgrade-jobs/{jobId}/report',
    { params: { ...params, query: { limit: MOST_REPORTED } } },
    { enabled: isOver(watched.data) },
  );
  const send = (request: Request) => {
    setSimulated(request);
    post.mutate({ body: { ...request, simulated: true } });
  };
  return {
    job,
    // The answer is JSON unless another form is asked for.
    report: typeof report.data === 'object' ? report.data : undefined,
    error: post.error ?? watched.error ?? report.error,
    simulate: (request) => {
      if (JSON.stringify(request) !== JSON.stringify(simulated) || post.error !== null) send(request);
    },
    again: () => simulated && send(simulated),
  };
}

const isOver = (job: Schemas['Job'] | undefined): boolean => job?.phase === 'done';
