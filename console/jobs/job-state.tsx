import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Schemas } from '../../bin/client/client.ts';

type Summary = Schemas['JobSummary'];

const phaseLooks: Readonly<Record<NonNullable<Summary['phase']>, readonly [StatusIndicatorProps.Type, string]>> = {
  planning: ['loading', 'Planning'],
  'awaiting-approval': ['pending', 'Awaiting approval'],
  scheduled: ['pending', 'Scheduled'],
  running: ['in-progress', 'Running'],
  baking: ['in-progress', 'Baking'],
  paused: ['warning', 'Paused'],
  cancelling: ['stopped', 'Being cancelled'],
  done: ['info', 'Ended'],
};

/** Where a job is; of one that ended, how. A list may know less of a job than the job itself. */
export function JobState({
  status,
  phase,
  reason,
  simulated,
}: Pick<Summary, 'status' | 'phase' | 'reason' | 'simulated'>) {
  const [type, words] = lookOf(status, phase, reason);
  return (
    <StatusIndicator type={type}>
      {words}
      {simulated === true && ' (simulated)'}
    </StatusIndicator>
  );
}

function lookOf(
  status: Summary['status'],
  phase: Summary['phase'],
  reason: Summary['reason'],
): readonly [StatusIndicatorProps.Type, string] {
  if (phase === null) return ['info', 'Not known'];
  if (phase !== 'done') return phaseLooks[phase];
  if (status === 'success') return ['success', 'Success'];
  return reason === 'CANCELLED' ? ['stopped', 'Cancelled'] : ['error', 'Failed'];
}
