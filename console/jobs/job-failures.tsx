import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { FailureGroup, Reason } from './failures.ts';

interface JobFailuresProps {
  readonly groups: readonly FailureGroup[];
  /** Shows the agents that failed for this reason. */
  readonly onChoose: (reason: Reason) => void;
}

/** Why agents failed, with what they said themselves. */
export function JobFailures({ groups, onChoose }: JobFailuresProps) {
  return (
    <Table
      variant="embedded"
      wrapLines
      items={[...groups]}
      trackBy="reason"
      ariaLabels={{ tableLabel: 'Failures by reason' }}
      empty={<Box textAlign="center">No agent failed.</Box>}
      columnDefinitions={[
        {
          id: 'reason',
          header: 'Reason',
          isRowHeader: true,
          cell: ({ reason }) => (
            <Link variant="primary" ariaLabel={`Show the agents with ${reason}`} onFollow={() => onChoose(reason)}>
              {reason}
            </Link>
          ),
        },
        { id: 'agents', header: 'Agents', cell: (group) => group.agents.toLocaleString('en') },
        { id: 'meaning', header: 'What happened', cell: (group) => <Messages group={group} />, minWidth: 240 },
      ]}
    />
  );
}

const Messages = ({ group: { sentence, messages } }: { readonly group: FailureGroup }) => (
  <>
    <div>{sentence}</div>
    {messages.map(({ text, agents }) => (
      <Box key={text} variant="small" display="block">
        {agents > 1 && `${agents.toLocaleString('en')} times: `}
        {text}
      </Box>
    ))}
  </>
);
