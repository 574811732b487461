import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import type { Schemas } from '../../bin/client/client.ts';
import { jobReasons } from '../../functions/domain/reasons.ts';
import { JobLink } from './in-console-link.tsx';
import { JobState } from './job-state.tsx';
import { jobDuration, momentWords } from './time-words.ts';
import type { JobReport } from './use-job-trail.ts';

interface JobFactsProps {
  readonly job: Schemas['Job'];
  /** Where it is not there yet, who approved is not known either. */
  readonly report: JobReport | undefined;
  readonly now: Date;
}

/** What the job is, who asked for it, and which jobs it belongs to. */
export function JobFacts({ job, report, now }: JobFactsProps) {
  const { reason, detail, requestedBy, createdAt, completedAt, changeTicket, note, parentJobId, action } = job;
  const approved = report?.approved ?? null;
  const wayBack = job.rollback?.jobId ?? null;
  const items: KeyValuePairsProps.Item[] = [
    { label: 'State', value: <JobState {...job} /> },
    { label: 'Why', value: `${detail ?? jobReasons[reason]} (${reason})` },
    { label: 'Target version', value: `${job.targetVersion}${action === 'upgrade' ? '' : `, ${action}`}` },
    { label: 'Asked for', value: `by ${requestedBy}, ${momentWords(createdAt)}` },
    { label: 'Duration', value: jobDuration({ createdAt, completedAt }, now) },
    ...(approved === null ? [] : [{ label: 'Approved', value: `by ${approved.by}, ${momentWords(approved.at)}` }]),
    ...(changeTicket === null ? [] : [{ label: 'Change ticket', value: changeTicket }]),
    ...(note === null ? [] : [{ label: 'Note', value: note }]),
    ...(parentJobId === null ? [] : [{ label: 'Follows', value: <JobLink jobId={parentJobId} /> }]),
    ...(wayBack === null ? [] : [{ label: 'Taken back by', value: <JobLink jobId={wayBack} /> }]),
  ];
  return <KeyValuePairs columns={4} items={items} />;
}
