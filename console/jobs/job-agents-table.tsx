import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { agentReasons, progressReasons } from '../../functions/domain/reasons.ts';
import { Trouble } from '../app/trouble.tsx';
import { type CellKind, cellKindOf, cellLooks, type JobAgent, reasonSentence } from './cell-kind.ts';
import type { Reason } from './failures.ts';
import { FilterFields } from './filter-fields.tsx';
import { PageButtons } from './page-buttons.tsx';
import { type AgentQuery, useJobAgents } from './use-job-trail.ts';
import { usePages } from './use-pages.ts';

type Status = NonNullable<AgentQuery['status']>;

export interface AgentFilter {
  readonly status: Status | undefined;
  readonly reason: Reason | undefined;
}

interface JobAgentsTableProps {
  readonly jobId: string;
  /** Of the job. */
  readonly etag: string | undefined;
  readonly filter: AgentFilter;
  readonly onFilter: (filter: AgentFilter) => void;
}

const PAGE = 20;

/** The job's agents in words: whatever the grid shows, for who does not see it, and to search. */
export function JobAgentsTable({ jobId, etag, filter, onFilter }: JobAgentsTableProps) {
  const { status, reason } = filter;
  const pages = usePages(JSON.stringify(filter));
  const query: AgentQuery = {
    limit: PAGE,
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { reason }),
    ...(pages.cursor !== undefined && { cursor: pages.cursor }),
  };
  const { data: page, error, isPending, refetch } = useJobAgents(jobId, query, etag);
  if (error !== null && page === undefined)
    return <Trouble title="The agents could not be read" error={error} onRetry={() => void refetch()} />;
  return (
    <Table
      wrapLines
      header={<Header variant="h2">Agents</Header>}
      filter={<Filters filter={filter} onFilter={onFilter} />}
      pagination={<PageButtons pages={pages} nextCursor={page?.nextCursor} />}
      items={page?.items ?? []}
      trackBy="agentUuid"
      loading={isPending}
      loadingText="Reading the agents"
      ariaLabels={{ tableLabel: 'Agents of the job' }}
      empty={
        <Box textAlign="center">
          {page?.nextCursor == null ? 'No agent fits.' : 'None so far: the next page goes on.'}
        </Box>
      }
      columnDefinitions={[
        { id: 'agent', header: 'Agent', cell: ({ agentUuid }) => agentUuid, isRowHeader: true },
        { id: 'state', header: 'State', cell: (agent) => <AgentState kind={cellKindOf(agent)} />, minWidth: 140 },
        { id: 'from', header: 'From', cell: ({ oldVersion }) => oldVersion ?? '–' },
        { id: 'to', header: 'To', cell: ({ newVersion }) => newVersion ?? '–' },
        { id: 'reason', header: 'Reason', cell: (agent) => agent.reason ?? '–' },
        { id: 'words', header: 'In words', cell: wordsOf, minWidth: 200 },
      ]}
    />
  );
}

const wordsOf = ({ error, detail, reason }: JobAgent): string =>
  error ?? detail ?? (reason === null ? 'Nothing was sent yet.' : reasonSentence(reason));

const indicators: Readonly<Record<CellKind, StatusIndicatorProps.Type>> = {
  failed: 'error',
  unknown: 'warning',
  verifying: 'loading',
  running: 'in-progress',
  waiting: 'pending',
  pending: 'pending',
  succeeded: 'success',
  unchanged: 'success',
  excluded: 'stopped',
};

const AgentState = ({ kind }: { readonly kind: CellKind }) => (
  <StatusIndicator type={indicators[kind]}>{cellLooks[kind].label}</StatusIndicator>
);

const ANY = { value: '', label: 'Any' };
const statusOptions = [
  ANY,
  { value: 'success', label: 'Succeeded' },
  { value: 'failed', label: 'Failed' },
  { value: 'excluded', label: 'Node terminated' },
] as const;
const reasonNames = [...Object.keys(agentReasons), ...Object.keys(progressReasons)] as Reason[];
const reasonOptions = [
  ANY,
  ...reasonNames.map((reason) => ({ value: reason, label: reason, description: reasonSentence(reason) })),
];

function Filters({ filter, onFilter }: Pick<JobAgentsTableProps, 'filter' | 'onFilter'>) {
  const { status, reason } = filter;
  return (
    <FilterFields>
      <FormField label="Ended">
        <Select
          selectedOption={statusOptions.find(({ value }) => value === status) ?? ANY}
          options={statusOptions}
          onChange={({ detail }) =>
            onFilter({ ...filter, status: statuses.find((one) => one === detail.selectedOption.value) })
          }
        />
      </FormField>
      <FormField label="Reason">
        <Select
          filteringType="auto"
          selectedOption={reasonOptions.find(({ value }) => value === reason) ?? ANY}
          options={reasonOptions}
          onChange={({ detail }) =>
            onFilter({ ...filter, reason: reasonNames.find((one) => one === detail.selectedOption.value) })
          }
        />
      </FormField>
    </FilterFields>
  );
}

const statuses: readonly Status[] = ['success', 'failed', 'excluded'];
