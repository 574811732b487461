import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useApi } from '../api/api.ts';
import { Trouble } from '../app/trouble.tsx';
import { type Agent, agentColumns } from './agent-columns.tsx';
import { type AgentFilter, isEmpty } from './agent-filter.ts';
import { filledPage } from './agent-pages.ts';
import { askAgents } from './ask-agents.ts';
import { TablePreferencesButton, useTablePreferences } from './table-preferences.tsx';

interface AgentTableProps {
  readonly filter: AgentFilter;
  readonly selected: readonly Agent[];
  readonly onSelect: (agents: readonly Agent[]) => void;
  readonly onClear: () => void;
  readonly header: ReactNode;
}

/** A page of the agents that match: pages before and after are asked for when somebody turns to them. */
export function AgentTable({ filter, selected, onSelect, onClear, header }: AgentTableProps) {
  const [preferences, setPreferences] = useTablePreferences();
  const [place, setPlace] = useState<{ page: number; cursors: readonly (string | undefined)[] }>(FIRST_PAGE);
  const { page, cursors } = place;
  const cursor = cursors[page];
  const { pageSize } = preferences;
  const api = useApi();
  const { data, error, isFetching, isPending, refetch } = useQuery({
    queryKey: ['agents', filter, pageSize, cursor],
    queryFn: ({ signal }) => filledPage(askAgents(api, filter, pageSize, signal), cursor, 1),
    // A page that nobody looks at any more is forgotten soon: there may be thousands of them.
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Trouble title="The agents could not be listed" error={error} onRetry={refetch} />;
  const { items = [], nextCursor = null } = data ?? {};
  const turnTo = (page: number) =>
    setPlace({ page, cursors: page < cursors.length ? cursors : [...cursors, nextCursor ?? undefined] });
  return (
    <Table
      header={header}
      items={[...items]}
      trackBy="agentUuid"
      columnDefinitions={agentColumns}
      columnDisplay={agentColumns.map(({ id }) => ({ id, visible: preferences.columns.includes(id) }))}
      loading={isPending}
      loadingText="Loading agents"
      empty={<NoAgents isMore={nextCursor !== null} isFiltered={!isEmpty(filter)} onClear={onClear} />}
      selectionType="multi"
      selectedItems={[...selected]}
      onSelectionChange={({ detail }) => onSelect(detail.selectedItems)}
      ariaLabels={{
        tableLabel: 'Agents',
        selectionGroupLabel: 'Agents to upgrade',
        allItemsSelectionLabel: () => 'All agents of this page',
        itemSelectionLabel: (_, { agentUuid }) => agentUuid,
      }}
      enableKeyboardNavigation
      variant="container"
      pagination={
        <Pagination
          currentPageIndex={page + 1}
          pagesCount={Math.max(cursors.length, page + (nextCursor === null ? 1 : 2))}
          openEnd={nextCursor !== null}
          disabled={isFetching}
          onChange={({ detail }) => turnTo(detail.currentPageIndex - 1)}
          ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }}
        />
      }
      preferences={
        <TablePreferencesButton
          preferences={preferences}
          onChange={(changed) => {
            setPreferences(changed);
            // The cursors of pages of another size lead into the middle of the new ones.
            setPlace(FIRST_PAGE);
          }}
        />
      }
    />
  );
}

const FIRST_PAGE = { page: 0, cursors: [undefined] };

interface NoAgentsProps {
  /** Are there agents that were not looked through? */
  readonly isMore: boolean;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

const NoAgents = ({ isMore, isFiltered, onClear }: NoAgentsProps) => (
  <Box textAlign="center">
    <SpaceBetween size="s">
      <b>
        {isMore
          ? 'No agent of those looked through matches; the next page looks on'
          : isFiltered
            ? 'No agent matches'
            : 'No agents yet'}
      </b>
      {isFiltered ? (
        <Button onClick={onClear}>Clear the filter</Button>
      ) : (
        <span>Agents are registered with PUT /api/v1/agents, or found in Systems Manager by discovery.</span>
      )}
    </SpaceBetween>
  </Box>
);
