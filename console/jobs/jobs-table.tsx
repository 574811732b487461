import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { jobReasons } from '../../functions/domain/reasons.ts';
import { InConsoleLink, JobLink } from './in-console-link.tsx';
import { JobState } from './job-state.tsx';
import { ReportMenu } from './report-menu.tsx';
import { jobDuration, momentWords } from './time-words.ts';
import { useNow } from './use-now.ts';

type Summary = Schemas['JobSummary'];

interface JobsTableProps {
  readonly jobs: readonly Summary[];
  readonly isLoading: boolean;
  readonly isFiltered: boolean;
  /** There are more pages. */
  readonly hasMore: boolean;
  readonly filters: ReactNode;
  readonly pagination: ReactNode;
}

export function JobsTable({ jobs, isLoading, isFiltered, hasMore, filters, pagination }: JobsTableProps) {
  const now = useNow(jobs.some(({ completedAt }) => completedAt === null));
  return (
    <Table
      wrapLines
      items={[...jobs]}
      trackBy="id"
      loading={isLoading}
      loadingText="Reading the jobs"
      ariaLabels={{ tableLabel: 'Upgrade jobs' }}
      filter={filters}
      pagination={pagination}
      empty={<Nothing isFiltered={isFiltered} hasMore={hasMore} />}
      columnDefinitions={[
        { id: 'id', header: 'Job', cell: ({ id }) => <JobLink jobId={id} />, isRowHeader: true, minWidth: 160 },
        { id: 'state', header: 'State', cell: (job) => <JobState {...job} /> },
        { id: 'outcome', header: 'Why', cell: whyOf, minWidth: 160 },
        { id: 'action', header: 'Action', cell: ({ action }) => action ?? '–' },
        { id: 'version', header: 'Version', cell: ({ targetVersion }) => targetVersion ?? '–' },
        { id: 'agents', header: 'Agents', cell: ({ agentCount }) => agentCount?.toLocaleString('en') ?? '–' },
        { id: 'by', header: 'Asked for by', cell: ({ requestedBy }) => requestedBy ?? '–' },
        { id: 'at', header: 'Asked for', cell: ({ createdAt }) => momentWords(createdAt) },
        { id: 'duration', header: 'Duration', cell: (job) => jobDuration(job, now) },
        { id: 'report', header: 'Report', cell: ({ id }) => <ReportMenu jobId={id} isIcon /> },
      ]}
    />
  );
}

const whyOf = ({ reason, detail }: Summary): string => detail ?? (reason === null ? '–' : jobReasons[reason]);

function Nothing({ isFiltered, hasMore }: Pick<JobsTableProps, 'isFiltered' | 'hasMore'>) {
  if (hasMore) return <Box textAlign="center">None among these: the next page goes on.</Box>;
  return (
    <Box textAlign="center">
      {isFiltered ? (
        'No job fits this filter.'
      ) : (
        <>
          Nothing was upgraded yet. <InConsoleLink to="/upgrades/new">New upgrade</InConsoleLink>
        </>
      )}
    </Box>
  );
}
