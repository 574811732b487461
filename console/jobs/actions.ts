import type { Schemas } from '../../bin/client/client.ts';

type Job = Schemas['Job'];
export type JobAction = Job['allowed'][number];

type ActionJob = Pick<Job, 'allowed' | 'progress' | 'targetVersion'> & Partial<Pick<Job, 'rollback'>>;

export interface ActionButton {
  readonly action: JobAction;
  /** On the button. */
  readonly label: string;
  /** Above the confirmation. */
  readonly question: string;
  /** In the confirmation: what happens then, and to how many agents. */
  readonly sentences: readonly string[];
  /** Ends or undoes something. */
  readonly isDrastic: boolean;
}

const labels: Readonly<Record<JobAction, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  approve: 'Approve',
  cancel: 'Cancel job',
  retry: 'Retry failed agents',
  rollback: 'Roll back',
};

/** From what one does every day to what one does seldom. */
const order: readonly JobAction[] = ['approve', 'resume', 'pause', 'retry', 'rollback', 'cancel'];

/** What can be done with the job now, each with the words for its confirmation. */
export const actionButtons = (job: ActionJob): readonly ActionButton[] =>
  order
    .filter((action) => job.allowed.includes(action))
    .map((action) => ({
      action,
      label: labels[action],
      question: `${labels[action]}?`,
      sentences: sentencesOf(action, job),
      isDrastic: action === 'cancel' || action === 'rollback',
    }));

function sentencesOf(action: JobAction, job: ActionJob): readonly string[] {
  const { pending, running, failed, succeeded, skipped } = job.progress;
  switch (action) {
    case 'pause':
      return [`${agents(pending)} will be sent nothing until the job is resumed.`, followed(running)];
    case 'resume':
      return [
        `The job goes on with the ${agents(pending)} that were sent nothing yet.`,
        ...(failed > 0 ? [`What failed until now, ${agents(failed)}, no longer counts for its threshold.`] : []),
      ];
    case 'approve':
      return [`The job may go on with the ${agents(pending)} that were sent nothing yet.`];
    case 'cancel':
      return [`${agents(pending)} will not be sent anything.`, followed(running)];
    case 'retry':
      return [`A new job takes up the ${agents(failed)} that failed, to ${job.targetVersion}.`];
    case 'rollback':
      return [
        `A new job takes back what this one changed: ${agents(succeeded - skipped)} that it upgraded, and those of ${agents(failed + running)} that it may have changed.`,
        ...(job.rollback?.takesBack ?? []).map(({ agentType, sentence }) => `${agentType}: ${sentence}`),
      ];
  }
}

const followed = (running: number): string =>
  running === 0 ? 'None is under way.' : `${agents(running)} under way: each is followed to its end.`;

/** `1 agent`, `12 agents`. */
export const agents = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'agent' : 'agents'}`;
