import { answered } from '../connection/answer.ts';
import { type CommandLine, examples } from './command-line.ts';
import { showJob } from './job-result.ts';

const actions = {
  pause: 'send no more of a job until it is resumed; what is under way is followed to its end',
  resume: 'go on with a paused job',
  cancel: 'end a job; what is under way is followed to its end',
  approve: 'allow a job that waits for somebody other than its requester',
} as const;

/** `fleet pause|resume|cancel|approve ID`. */
export function addSteering({ program, inSession }: CommandLine): void {
  for (const action of ['pause', 'resume', 'cancel', 'approve'] as const) {
    const command = program
      .command(action)
      .description(`${actions[action].charAt(0).toUpperCase()}${actions[action].slice(1)}.`)
      .summary(actions[action].split(';')[0] ?? '')
      .argument('<id>', 'the job')
      .option('--wait', 'wait for the end of the job, and end with 0 only where all agents succeeded')
      .addHelpText('after', examples(`${action} upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D`))
      .action((jobId: string, options: { readonly wait?: true }) =>
        inSession(command, async (session) => {
          const params = { path: { jobId } };
          const answer = await session.client.POST(`/api/v1/upgrade-jobs/{jobId}/${action}`, { params });
          return showJob(session, answered(answer), options.wait === true);
        }),
      );
  }
}
