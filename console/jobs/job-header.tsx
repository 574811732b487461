import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useState } from 'react';
import type { Schemas } from '../../bin/client/client.ts';
import { type ActionButton, actionButtons } from './actions.ts';
import { ReportMenu } from './report-menu.tsx';

// Loaded with the first question.
const ConfirmAction = lazy(async () => ({ default: (await import('./confirm-action.tsx')).ConfirmAction }));

/** What the job is for, and buttons for what can be done with it now. */
export function JobHeader({ job }: { readonly job: Schemas['Job'] }) {
  const [asked, setAsked] = useState<ActionButton>();
  const buttons = actionButtons(job);
  // What is asked for may have become impossible, and concerns as many agents as there are by now.
  const confirming = buttons.find(({ action }) => action === asked?.action);
  return (
    <>
      <Header
        variant="h1"
        description={job.id}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {buttons.map((button) => (
              <Button key={button.action} onClick={() => setAsked(button)}>
                {button.label}
              </Button>
            ))}
            <ReportMenu jobId={job.id} />
          </SpaceBetween>
        }
      >
        {titleOf(job)}
      </Header>
      {confirming !== undefined && (
        <Suspense fallback={null}>
          <ConfirmAction jobId={job.id} button={confirming} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function titleOf({ action, targetVersion }: Schemas['Job']): string {
  switch (action) {
    case 'upgrade':
      return `Upgrade to ${targetVersion}`;
    case 'reinstall':
      return `Reinstallation of ${targetVersion}`;
    case 'rollback':
      return `Rollback to ${targetVersion}`;
  }
}
