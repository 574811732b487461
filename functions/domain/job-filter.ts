import { type Fence, isWithin } from './fence.ts';
import type { Job } from './job.ts';
import type { JobSummary } from './job-summary.ts';

/** Which jobs are wanted: all of what is given must hold. */
export interface JobFilter {
  /** Made under this fence; null is every job. */
  readonly fence?: Fence | null;
  readonly status?: Job['status'] | undefined;
  readonly phase?: Job['phase'] | undefined;
  readonly targetVersion?: string | undefined;
  readonly requestedBy?: string | undefined;
  readonly parentJobId?: string | undefined;
  /** Created at this time or later, as `toISOString` writes it. */
  readonly createdAfter?: string | undefined;
  /** Created before this time. The next window begins with what this one ends with, and no job is in both. */
  readonly createdBefore?: string | undefined;
}

/** Jobs that are not done, and those that are. */
export type JobPart = 'open' | 'ended';

/** Where jobs can be for which the filter holds; nowhere, where it contradicts itself. */
export const partsOf = ({ status, phase }: JobFilter): readonly JobPart[] =>
  (['open', 'ended'] as const).filter(
    (part) =>
      (status === undefined || partOfStatus(status) === part) && (phase === undefined || partOf(phase) === part),
  );

const partOf = (phase: Job['phase']): JobPart => (phase === 'done' ? 'ended' : 'open');

function partOfStatus(status: Job['status']): JobPart {
  switch (status) {
    case 'pending':
    case 'running':
      return 'open';
    case 'success':
    case 'failed':
      return 'ended';
  }
}

/** What must be equal, letter by letter. */
const compared = ['status', 'phase', 'targetVersion', 'requestedBy', 'parentJobId'] as const;

/** Does the filter leave out jobs of their part and time? */
export const isSelective = (filter: JobFilter): boolean =>
  (filter.fence ?? null) !== null || compared.some((name) => filter[name] !== undefined);

export function isListed(filter: JobFilter, job: JobSummary): boolean {
  const { createdAfter = '', createdBefore, fence = null } = filter;
  if (fence !== null && (job.fence === undefined || !isWithin(job.fence, fence))) return false;
  if (job.createdAt < createdAfter || (createdBefore !== undefined && job.createdAt >= createdBefore)) return false;
  return compared.every((name) => filter[name] === undefined || filter[name] === job[name]);
}
