import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Schemas } from '../../bin/client/client.ts';
import { Trouble } from '../app/trouble.tsx';
import { durationWords } from '../jobs/time-words.ts';
import { agentWords } from '../words.ts';
import type { requestOf } from './request.ts';
import { type PlannedWave, planOf } from './simulated-plan.ts';
import { summaryOf } from './summary.ts';
import type { Report, Simulation } from './use-simulation.ts';

type Request = ReturnType<typeof requestOf>;

/** What is asked for, and what it would do: planned by the API itself, which sends nothing for it. */
export const PlanStep = ({ request, simulation }: { request: Request; simulation: Simulation }) => (
  <SpaceBetween size="l">
    <Plan simulation={simulation} />
    <Container header={<Header variant="h2">What is asked for</Header>}>
      <KeyValuePairs columns={4} items={[...summaryOf(request)]} />
    </Container>
  </SpaceBetween>
);

function Plan({ simulation }: { simulation: Simulation }) {
  const { job, report, error, again } = simulation;
  if (error !== null) return <Trouble title="The upgrade could not be simulated" error={error} onRetry={again} />;
  if (job === undefined || report === undefined) return <Simulating job={job} />;
  if (job.planHash === null)
    return <Trouble title="No plan was made" error={job.detail ?? job.reason} onRetry={again} />;
  return (
    <SpaceBetween size="l">
      <Outlook job={job} report={report} />
      <PlanTable report={report} />
    </SpaceBetween>
  );
}

const Simulating = ({ job }: { job: Schemas['Job'] | undefined }) => (
  <Container>
    <ProgressBar
      label="Simulating: nothing is sent"
      value={job?.progress.percent ?? 0}
      additionalInfo={
        job === undefined
          ? 'Asking for it'
          : `${job.progress.succeeded + job.progress.failed} of ${job.progress.total} agents`
      }
    />
  </Container>
);

function Outlook({
  job: { estimate, targetVersion },
  report: { totals, reasons },
}: {
  job: Schemas['Job'];
  report: Report;
}) {
  const sent = reasons.find(({ reason }) => reason === 'SIMULATED')?.agents ?? 0;
  const duration = estimate ? `about ${durationWords(estimate.seconds)}` : 'not known';
  const cost = estimate ? `$${estimate.costUsd.toFixed(4)} at list prices` : 'not known';
  return (
    <Container header={<Header variant="h2">To version {targetVersion}</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'Would be sent',
            value: <StatusIndicator type="success">{agentWords(sent)}</StatusIndicator>,
          },
          {
            label: 'Would not',
            value: (
              <StatusIndicator type={sent < totals.total ? 'warning' : 'info'}>
                {agentWords(totals.total - sent)}
              </StatusIndicator>
            ),
          },
          { label: 'Duration', value: duration },
          { label: 'Cost', value: cost },
        ]}
      />
    </Container>
  );
}

function PlanTable({ report }: { report: Report }) {
  const isPart = report.nextCursor !== null;
  return (
    <Table
      header={
        <Header
          description={
            isPart ? `Reasons are of the first ${report.agents.length} agents.` : 'Nothing is sent before you start it.'
          }
        >
          Plan
        </Header>
      }
      items={planOf(report)}
      trackBy={({ number }) => String(number)}
      ariaLabels={{ tableLabel: 'Plan per wave' }}
      columnDefinitions={COLUMNS}
      wrapLines
      variant="container"
      empty="There are no waves: nobody is to be upgraded."
    />
  );
}

const COLUMNS = [
  { id: 'number', header: 'Wave', cell: ({ number }: PlannedWave) => number, isRowHeader: true },
  { id: 'agents', header: 'Agents', cell: ({ agents }: PlannedWave) => agents },
  { id: 'sent', header: 'Sent', cell: ({ sent }: PlannedWave) => sent },
  {
    id: 'bake',
    header: 'Watched',
    cell: ({ bakeSeconds }: PlannedWave) => (bakeSeconds > 0 ? durationWords(bakeSeconds) : '–'),
  },
  { id: 'held', header: 'Not sent, and why', cell: ({ held }: PlannedWave) => <Held held={held} /> },
];

const Held = ({ held }: Pick<PlannedWave, 'held'>) =>
  held.length === 0
    ? '–'
    : held.map(({ reason, sentence, agents }) => (
        <div key={reason}>
          {agents} {reason}: <Box variant="span">{sentence}</Box>
        </div>
      ));
