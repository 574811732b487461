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
        { id: 'id', header: 'Job', cell: ({ id }) => <JobLink jobId={id} />, isRowHeader: true, minWidth: 170 },
        { id: 'state', header: 'State', cell: (job) => <JobState {...job} />, minWidth: 130 },
        { id: 'why', header: 'Why', cell: whyOf, minWidth: 180 },
        { id: 'version', header: 'Version', cell: versionOf, minWidth: 100 },
        { id: 'agents', header: 'Agents', cell: ({ agentCount }) => agentCount?.toLocaleString('en') ?? '–' },
        { id: 'asked', header: 'Asked for', cell: (job) => <Asked job={job} />, minWidth: 150 },
        { id: 'duration', header: 'Duration', cell: (job) => jobDuration(job, now), minWidth: 90 },
        { id: 'report', header: 'Report', cell: ({ id }) => <ReportMenu jobId={id} isIcon /> },
      ]}
    />
  );
}

const versionOf = ({ targetVersion, action }: Summary): string =>
  [targetVersion ?? '–', ...(action === 'upgrade' || action === null ? [] : [action])].join(', ');

const Asked = ({ job: { requestedBy, createdAt } }: { readonly job: Summary }) => (
  <>
    <div>{momentWords(createdAt)}</div>
    <Box variant="small">{requestedBy ?? '–'}</Box>
  </>
);

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
