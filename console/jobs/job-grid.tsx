import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { AgentGrid } from './agent-grid.tsx';
import type { JobAgent } from './cell-kind.ts';
import { PageButtons } from './page-buttons.tsx';
import { useDark } from './use-dark.ts';
import { useJobAgents } from './use-job-trail.ts';
import { usePages } from './use-pages.ts';

interface JobGridProps {
  readonly job: Schemas['Job'];
  readonly etag: string | undefined;
  readonly onChoose: (agent: JobAgent) => void;
}

/** The grid of all agents. A job answers them all up to 10,000; of a larger one the grid shows a page at a time. */
export function JobGrid({ job, etag, onChoose }: JobGridProps) {
  const isDark = useDark();
  const all = useMemo(() => [...job.agents, ...job.excluded], [job.agents, job.excluded]);
  if (job.nextCursor !== null) return <PagedGrid job={job} etag={etag} onChoose={onChoose} />;
  if (all.length === 0)
    return (
      <Box color="text-status-inactive">
        {job.phase === 'done' ? 'The job had no agents.' : 'Its agents are being found.'}
      </Box>
    );
  return <AgentGrid agents={all} isDark={isDark} onChoose={onChoose} />;
}

/** As many as a page of the API has at most. */
const PAGE = 250;

function PagedGrid({ job, etag, onChoose }: JobGridProps) {
  const isDark = useDark();
  const pages = usePages(job.id);
  const query = { limit: PAGE, ...(pages.cursor !== undefined && { cursor: pages.cursor }) };
  const { data } = useJobAgents(job.id, query, etag);
  const first = (pages.number - 1) * PAGE + 1;
  const shown = data?.items ?? [];
  return (
    <SpaceBetween size="s">
      <Alert type="info">
        The job has {job.progress.total.toLocaleString('en')} agents. The grid shows {first.toLocaleString('en')} to{' '}
        {(first + Math.max(0, shown.length - 1)).toLocaleString('en')}; the numbers and the waves above are of all of
        them.
      </Alert>
      <PageButtons pages={pages} nextCursor={data?.nextCursor} />
      <AgentGrid agents={shown} isDark={isDark} onChoose={onChoose} />
    </SpaceBetween>
  );
}
