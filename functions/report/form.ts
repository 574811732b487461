import type { Report, ReportedAgent } from '../domain/report.ts';
import type { ReportPage } from '../domain/use-cases/report-job.ts';

/** A way to write a report down. */
export interface Form {
  readonly contentType: string;
  /** One agent, as `text` has it. */
  row(report: Report, agent: ReportedAgent): string;
  /** @param nextCursor under which the agents go on behind this page; null at their end */
  text(page: ReportPage, nextCursor: string | null): string;
}

/** A function may answer 6 MB (Lambda quotas); what stands around the rows, 100 waves and all reasons, stays under 100 KB. */
const LARGEST_ROWS = 5_500_000;

/**
 * The page with no more agents than fit into one answer, at least one; and the number of the agent with which the next page begins, null
 * where there is none.
 * @param largest bytes that the rows may come to
 */
export function fitting(
  form: Pick<Form, 'row'>,
  page: ReportPage,
  largest = LARGEST_ROWS,
): { readonly page: ReportPage; readonly next: number | null } {
  let left = largest;
  const tooMany = page.agents.findIndex((agent, index) => {
    left -= bytesInAnswer(form.row(page.report, agent));
    return left < 0 && index > 0;
  });
  const agents = tooMany === -1 ? page.agents : page.agents.slice(0, tooMany);
  const next = page.offset + agents.length;
  return { page: { ...page, agents }, next: next < page.targetCount ? next : null };
}

/** A function answers JSON, in which its body is one string: each quotation mark in it takes two bytes. */
const bytesInAnswer = (row: string): number => Buffer.byteLength(JSON.stringify(row));
