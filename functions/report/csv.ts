import type { Report, ReportedAgent } from '../domain/report.ts';
import type { Form } from './form.ts';

type Value = string | number | boolean | null;

/** What a row says, by the name of its column. Each row says which job it is of, so that the reports of several jobs may stand in one table. */
const cells = (report: Report, agent: ReportedAgent): Readonly<Record<(typeof columns)[number], Value>> => ({
  jobId: report.jobId,
  changeTicket: report.changeTicket,
  requestedBy: report.requestedBy,
  approvedBy: report.approved?.by ?? null,
  final: report.final,
  agentUuid: agent.agentUuid,
  wave: agent.wave,
  oldVersion: agent.oldVersion,
  newVersion: agent.newVersion,
  status: agent.status,
  state: agent.state,
  reason: agent.reason,
  error: agent.error,
  detail: agent.detail ?? null,
});

const columns = [
  'jobId',
  'changeTicket',
  'requestedBy',
  'approvedBy',
  'final',
  'agentUuid',
  'wave',
  'oldVersion',
  'newVersion',
  'status',
  'state',
  'reason',
  'error',
  'detail',
] as const;

/** The agents of a page as RFC 4180 has it, one a row, under the names of the columns. Each page has these. */
export const csv: Form = {
  contentType: 'text/csv; charset=utf-8; header=present',
  row: (report, agent) => {
    const said = cells(report, agent);
    return line(columns.map((column) => said[column]));
  },
  text: ({ report, agents }) => [line(columns), ...agents.map((agent) => csv.row(report, agent))].join(''),
};

const line = (values: readonly Value[]): string => `${values.map(field).join(',')}\r\n`;

function field(value: Value): string {
  const text = harmless(String(value ?? ''));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet reads a field that begins with one of these as a formula and runs it, in quotation marks, too; behind an apostrophe it is
 * text (OWASP, "CSV Injection"); so is what had one there before, that it can be read back. Some also take their full-width forms, and a null character for none at all.
 */
const harmless = (text: string): string => (/^'*[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text);
