import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { Schemas } from '../../bin/client/client.ts';
import { jobReasons } from '../../functions/domain/reasons.ts';
import { momentWords } from './time-words.ts';

interface JobEventsProps {
  /** Oldest first. */
  readonly events: readonly Schemas['JobEvent'][];
  readonly isLoading: boolean;
}

/** What became of the job, why, and who asked for it; newest first. */
export function JobEvents({ events, isLoading }: JobEventsProps) {
  return (
    <Table
      variant="embedded"
      wrapLines
      items={events.toReversed()}
      trackBy={({ number }) => String(number)}
      loading={isLoading}
      loadingText="Reading the audit trail"
      ariaLabels={{ tableLabel: 'Audit trail' }}
      empty={<Box textAlign="center">Nothing happened yet.</Box>}
      columnDefinitions={[
        { id: 'at', header: 'When', cell: ({ at }) => momentWords(at), isRowHeader: true, minWidth: 140 },
        { id: 'by', header: 'Who', cell: ({ by }) => by ?? 'the job itself' },
        { id: 'phase', header: 'Phase', cell: ({ phase }) => phase },
        { id: 'reason', header: 'Reason', cell: ({ reason }) => reason },
        { id: 'detail', header: 'In words', cell: ({ detail, reason }) => detail ?? jobReasons[reason], minWidth: 240 },
      ]}
    />
  );
}
