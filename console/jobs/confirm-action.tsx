import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../bin/client/client.ts';
import { useApi } from '../api/api.ts';
import { useFlashes } from '../app/flashes.tsx';
import { Trouble } from '../app/trouble.tsx';
import type { ActionButton, JobAction } from './actions.ts';
import { jobKey } from './use-job.ts';

interface ConfirmActionProps {
  readonly jobId: string;
  readonly button: ActionButton;
  readonly onClose: () => void;
}

/** Says what an action does and to how many agents, and does it once that is confirmed. What is refused is said in the same place. */
export function ConfirmAction({ jobId, button, onClose }: ConfirmActionProps) {
  const { action, label, question, sentences, isDrastic } = button;
  const act = useAction(jobId, action, onClose);
  return (
    <Modal
      visible
      header={question}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Leave it
            </Button>
            <Button variant="primary" loading={act.isPending} onClick={() => act.mutate()}>
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {act.isError && <Trouble title="This was refused" error={act.error} />}
        {isDrastic ? <Alert type="warning">{sentences[0]}</Alert> : <div>{sentences[0]}</div>}
        {sentences.slice(1).map((sentence) => (
          <div key={sentence}>{sentence}</div>
        ))}
      </SpaceBetween>
    </Modal>
  );
}

/** The action as a request. A retry and a rollback make a job of their own, which is opened. */
function useAction(jobId: string, action: JobAction, onDone: () => void) {
  const { client } = useApi();
  const queries = useQueryClient();
  const flashes = useFlashes();
  const navigate = useNavigate();
  // One confirmation makes one job, however often it is sent.
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: () => request(client, jobId, action, key),
    onSuccess: async (answered) => {
      onDone();
      await queries.invalidateQueries({ queryKey: jobKey(jobId) });
      if (answered.id === jobId) return;
      flashes.show({ id: answered.id, type: 'success', content: `${answered.id} was made.` });
      void navigate(`/jobs/${answered.id}`);
    },
  });
}

type Client = ReturnType<typeof useApi>['client'];

async function request(client: Client, jobId: string, action: JobAction, key: string): Promise<Schemas['Job']> {
  const params = { path: { jobId } };
  const { data } =
    action === 'retry'
      ? await client.POST('/api/v1/upgrade-jobs/{jobId}/retry', {
          params: { ...params, header: { 'Idempotency-Key': key } },
        })
      : await client.POST(`/api/v1/upgrade-jobs/{jobId}/${action}`, { params });
  if (data === undefined) throw new Error('The API answered nothing.');
  return data;
}
