import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api.ts';
import { Trouble } from '../app/trouble.tsx';
import { jobQueryOf } from './job-filter.ts';
import { JobFilters } from './job-filters.tsx';
import { JobsTable } from './jobs-table.tsx';
import { PageButtons } from './page-buttons.tsx';
import { usePages } from './use-pages.ts';

const PAGE = 25;
/** Milliseconds between two looks at a list that changes when somebody makes a job, or one ends. */
const READ_AGAIN_MS = 15_000;

/** All jobs, newest first. The filter is in the page's address. */
export function JobsPage() {
  const [search, setSearch] = useSearchParams();
  const filter = jobQueryOf(search);
  const pages = usePages(JSON.stringify(filter));
  const { client } = useApi();
  const query = { ...filter, limit: PAGE, ...(pages.cursor !== undefined && { cursor: pages.cursor }) };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['jobs', query],
    queryFn: async () => (await client.GET('/api/v1/upgrade-jobs', { params: { query } })).data,
    refetchInterval: READ_AGAIN_MS,
  });
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="Every upgrade, reinstallation and rollback, newest first.">
          Upgrade jobs
        </Header>
      }
    >
      {error !== null && data === undefined ? (
        <Trouble title="The jobs could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <JobsTable
          jobs={data?.items ?? []}
          isLoading={isPending}
          isFiltered={Object.keys(filter).length > 0}
          hasMore={data?.nextCursor != null}
          filters={<JobFilters search={search} onChange={(changed) => setSearch(changed, { replace: true })} />}
          pagination={<PageButtons pages={pages} nextCursor={data?.nextCursor} />}
        />
      )}
    </ContentLayout>
  );
}
