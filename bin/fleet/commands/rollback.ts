import { answered } from '../connection/answer.ts';
import { type RolloutOptions, rolloutOf, withRolloutOptions } from '../options/rollout.ts';
import { type CommandLine, examples } from './command-line.ts';
import { confirm } from './confirmation.ts';
import { showJob } from './job-result.ts';

interface RollbackOptions extends RolloutOptions {
  readonly note?: string;
  readonly wait?: true;
  readonly yes?: true;
}

/** `fleet rollback ID`: a new job that takes back what a job changed. */
export function addRollback({ program, inSession }: CommandLine): void {
  const command = program.command('rollback').argument('<id>', 'the job');
  withRolloutOptions(command)
    .summary('take back what a job changed, in a new job')
    .description(
      'Makes a new job that brings the agents which a job changed back to what they ran before: all at once, unless options say otherwise.',
    )
    .option('--note <text>', 'your own words, shown with the job')
    .option('--wait', 'wait for the end, and end with 0 only where all agents succeeded')
    .option('--yes', 'ask nothing')
    .addHelpText(
      'after',
      examples("rollback upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D --note 'errors since 1.5.0' --wait"),
    )
    .action((jobId: string, options: RollbackOptions) =>
      inSession(command, async (session) => {
        const { note, wait = false, yes } = options;
        const rollout = rolloutOf(options);
        await confirm(session.world, `Take back what ${jobId} changed?`, yes);
        const body = { ...(note !== undefined && { note }), ...(rollout !== undefined && { rollout }) };
        const params = { path: { jobId } };
        const answer = await session.client.POST('/api/v1/upgrade-jobs/{jobId}/rollback', { params, body });
        return showJob(session, answered(answer), wait);
      }),
    );
}
