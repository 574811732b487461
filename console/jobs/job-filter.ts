import type { paths } from '../../bin/client/schema.d.ts';
import { jobPhases, jobStatuses } from '../../functions/domain/job-state.ts';

export type JobQuery = NonNullable<paths['/api/v1/upgrade-jobs']['get']['parameters']['query']>;

/** What each field of the filter can be; a field without choices takes any text. */
export const jobFilterChoices = { status: jobStatuses, phase: jobPhases } as const;

const textFields = ['targetVersion', 'requestedBy', 'parentJobId'] as const;

/** From the first moment of one day until the last of another, in UTC: `2026-03-01`. */
const timeFields = { createdAfter: 0, createdBefore: 1 } as const;

const jobFilterFields = ['status', 'phase', ...textFields, 'createdAfter', 'createdBefore'] as const;
export type JobFilterField = (typeof jobFilterFields)[number];

/** The filter as it stands in the page's address, so that it can be sent to somebody: what cannot be used is left out. */
export function jobQueryOf(search: URLSearchParams): JobQuery {
  const query: JobQuery = {};
  const status = jobStatuses.find((one) => one === search.get('status'));
  if (status !== undefined) query.status = status;
  const phase = jobPhases.find((one) => one === search.get('phase'));
  if (phase !== undefined) query.phase = phase;
  for (const field of textFields) {
    const text = search.get(field)?.trim() ?? '';
    if (text !== '') query[field] = text;
  }
  for (const field of ['createdAfter', 'createdBefore'] as const) {
    const moment = startOfDay(search.get(field) ?? '', timeFields[field]);
    if (moment !== undefined) query[field] = moment;
  }
  return query;
}

/** The first moment of the day, or of so many days later. */
function startOfDay(day: string, later: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const start = new Date(`${day}T00:00:00.000Z`);
  if (Number.isNaN(start.getTime())) return undefined;
  start.setUTCDate(start.getUTCDate() + later);
  return start.toISOString();
}

/** The address with a field of the filter changed; the pages of the list begin anew. */
export function withFilter(search: URLSearchParams, field: JobFilterField, value: string): URLSearchParams {
  const changed = new URLSearchParams(search);
  if (value === '') changed.delete(field);
  else changed.set(field, value);
  return changed;
}
