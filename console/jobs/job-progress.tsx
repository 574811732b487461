import ColumnLayout from '@cloudscape-design/components/column-layout';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import type { Schemas } from '../../bin/client/client.ts';
import { etaWords } from './time-words.ts';

const count = (number: number): string => number.toLocaleString('en');

/** How far the job is, in numbers. */
export function JobProgress({ job: { progress, phase, status, excluded } }: { readonly job: Schemas['Job'] }) {
  const { total, succeeded, failed, skipped, running, pending, percent, etaSeconds } = progress;
  const ended = status === 'success' ? 'success' : 'error';
  return (
    <ColumnLayout columns={1}>
      <ProgressBar
        label={`${count(succeeded + failed)} of ${count(total)} agents are done`}
        value={percent}
        additionalInfo={etaWords({ phase, etaSeconds })}
        {...(phase === 'done' && { status: ended, resultText: `${count(succeeded)} of ${count(total)} succeeded` })}
      />
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'Succeeded',
            value: skipped === 0 ? count(succeeded) : `${count(succeeded)}, ${count(skipped)} as they were`,
          },
          { label: 'Failed', value: count(failed) },
          { label: 'Under way', value: count(running) },
          { label: 'To come', value: count(pending) },
          ...(excluded.length === 0 ? [] : [{ label: 'Node terminated', value: count(excluded.length) }]),
        ]}
      />
    </ColumnLayout>
  );
}
