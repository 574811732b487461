import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { Schemas } from '../../bin/client/client.ts';
import { jobReasons } from '../../functions/domain/reasons.ts';
import { messageOf, Trouble } from '../app/trouble.tsx';
import { failureGroups } from './failures.ts';
import { type AgentFilter, JobAgentsTable } from './job-agents-table.tsx';
import { JobEvents } from './job-events.tsx';
import { JobFacts } from './job-facts.tsx';
import { JobFailures } from './job-failures.tsx';
import { JobGrid } from './job-grid.tsx';
import { JobHeader } from './job-header.tsx';
import { JobProgress } from './job-progress.tsx';
import type { Revalidated } from './revalidation.ts';
import { gatesOf, timelineOf } from './timeline.ts';
import { useJob } from './use-job.ts';
import { useJobEvents, useJobReport, versionOf } from './use-job-trail.ts';
import { useNow } from './use-now.ts';
import { WaveTimeline } from './wave-timeline.tsx';

/** One job, as it goes on. Its address leads to it from anywhere. */
export function JobPage() {
  const { jobId = '' } = useParams();
  return <LiveJob key={jobId} jobId={jobId} />;
}

function LiveJob({ jobId }: { readonly jobId: string }) {
  const { data, error, refetch } = useJob(jobId);
  if (data !== undefined) return <JobView answer={data} error={error} />;
  if (error !== null) return <Trouble title="The job could not be read" error={error} onRetry={() => void refetch()} />;
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" /> Reading the job
    </Box>
  );
}

interface JobViewProps {
  readonly answer: Revalidated<Schemas['Job']>;
  /** Why the last question was not answered; null where it was. */
  readonly error: Error | null;
}

function JobView({ answer, error }: JobViewProps) {
  const job = answer.data;
  const isDone = job.phase === 'done';
  const now = useNow(!isDone);
  const version = versionOf(answer);
  const report = useJobReport(job.id, version);
  const events = useJobEvents(job.id, version);
  const table = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<AgentFilter>({ status: undefined, reason: undefined });
  const show = (chosen: AgentFilter) => {
    setFilter(chosen);
    table.current?.scrollIntoView({ block: 'start' });
  };
  const waves = timelineOf(job, report.data?.waves ?? [], events.data ?? [], now);
  const gates = gatesOf(events.data ?? [], (reason) => jobReasons[reason]);
  const groups = useMemo(() => failureGroups(job, report.data?.reasons ?? []), [job, report.data]);
  return (
    <ContentLayout header={<JobHeader job={job} />}>
      <SpaceBetween size="l">
        {error !== null && (
          <Alert type="warning" header="This may be out of date">
            {messageOf(error)} It is asked again by itself.
          </Alert>
        )}
        <Section title="Progress">
          <SpaceBetween size="l">
            <JobProgress job={job} />
            <JobFacts job={job} report={report.data} now={now} />
          </SpaceBetween>
        </Section>
        <Section title="Waves">
          <WaveTimeline waves={waves} gates={gates} />
        </Section>
        <Section title="Agents at a glance">
          <JobGrid
            job={job}
            etag={answer.etag}
            onChoose={({ status, reason }) => show({ status: status ?? undefined, reason: reason ?? undefined })}
          />
        </Section>
        {groups.length > 0 && (
          <Section title="Failures">
            <JobFailures groups={groups} onChoose={(reason) => show({ status: undefined, reason })} />
          </Section>
        )}
        <div ref={table}>
          <JobAgentsTable jobId={job.id} etag={answer.etag} filter={filter} onFilter={setFilter} />
        </div>
        <Section title="Audit trail">
          {events.error === null ? (
            <JobEvents events={events.data ?? []} isLoading={events.isPending} />
          ) : (
            <Trouble
              title="The audit trail could not be read"
              error={events.error}
              onRetry={() => void events.refetch()}
            />
          )}
        </Section>
      </SpaceBetween>
    </ContentLayout>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Container header={<Header variant="h2">{title}</Header>}>{children}</Container>
);
