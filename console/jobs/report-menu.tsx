import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useMutation } from '@tanstack/react-query';
import { type Api, useApi } from '../api/api.ts';
import { useFlashes } from '../app/flashes.tsx';
import { nextCursorOf, type ReportForm, reportFileName, reportForms } from './report-form.ts';

interface ReportMenuProps {
  readonly jobId: string;
  /** A small one, for a row. */
  readonly isIcon?: boolean;
}

/** Saves the job's report in one of its forms. */
export function ReportMenu({ jobId, isIcon = false }: ReportMenuProps) {
  const { client } = useApi();
  const flashes = useFlashes();
  const download = useMutation({
    mutationFn: async (form: ReportForm) =>
      save(reportFileName(jobId, form), form, await readReport(client, jobId, form)),
    onError: (error) => flashes.fail(`report-${jobId}`, 'The report could not be read', error),
  });
  const look = isIcon
    ? ({ variant: 'inline-icon', ariaLabel: `Report of ${jobId}` } as const)
    : ({ variant: 'normal', children: 'Report' } as const);
  return (
    <ButtonDropdown
      {...look}
      loading={download.isPending}
      expandToViewport
      items={reportForms.map(({ id, label }) => ({ id, text: label }))}
      onItemClick={({ detail }) => {
        const form = reportForms.find(({ id }) => id === detail.id);
        if (form !== undefined) download.mutate(form);
      }}
    />
  );
}

/** All pages of it. */
async function readReport(client: Api['client'], jobId: string, form: ReportForm): Promise<string> {
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, response } = await client.GET('/api/v1/upgrade-jobs/{jobId}/report', {
      params: { path: { jobId }, query: cursor === undefined ? {} : { cursor } },
      headers: { accept: form.accept },
      parseAs: 'text',
    });
    pages.push(data ?? '');
    cursor = nextCursorOf(response.headers.get('link'));
  } while (cursor !== undefined);
  return form.join(pages);
}

function save(name: string, { accept }: ReportForm, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: accept }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
