import type { Schemas } from '../../bin/client/client.ts';

/** A form in which a job's report can be had. */
export interface ReportForm {
  readonly id: 'json' | 'csv' | 'md';
  readonly label: string;
  readonly accept: 'application/json' | 'text/csv' | 'text/markdown';
  /** One document of all pages, each as it was answered. */
  join(pages: readonly string[]): string;
}

export const reportForms: readonly ReportForm[] = [
  { id: 'md', label: 'Markdown', accept: 'text/markdown', join: (pages) => pages.join('\n') },
  { id: 'csv', label: 'CSV', accept: 'text/csv', join: joinCsv },
  { id: 'json', label: 'JSON', accept: 'application/json', join: joinJson },
];

/** Each page has the names of the columns in its first line; a document has them once. */
function joinCsv(pages: readonly string[]): string {
  return pages.map((page, index) => (index === 0 ? page : page.slice(page.indexOf('\r\n') + 2))).join('');
}

/** The first page with the agents of all of them. */
function joinJson(pages: readonly string[]): string {
  const reports = pages.map((page): Schemas['Report'] => JSON.parse(page));
  const agents = reports.flatMap((report) => report.agents);
  return `${JSON.stringify({ ...reports[0], agents, nextCursor: null }, null, 2)}\n`;
}

/** The name under which a report is saved. */
export const reportFileName = (jobId: string, { id }: ReportForm): string => `${jobId}.${id}`;

/** The cursor of the next page as the header `link` has it (RFC 8288); undefined at the end. */
export function nextCursorOf(link: string | null): string | undefined {
  const query = /<\?([^>]*)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get('cursor') ?? undefined);
}
