import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import { jobText } from '../show/job.ts';
import { show } from '../show/results.ts';
import { codeOf, watch } from '../watch.ts';
import { type CommandLine, examples } from './command-line.ts';

/** `fleet job ID`: a job as it is, or with --watch until it ends. */
export function addJob({ program, inSession }: CommandLine): void {
  const command = program
    .command('job')
    .summary('show a job, or watch it')
    .description('Shows a job with its agents.')
    .argument('<id>', 'the job')
    .option('--watch', 'follow it to its end, and end with 0 only where all agents succeeded')
    .addHelpText(
      'after',
      examples(
        'job upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D --watch',
        'job upgrade-job-01JZ8Q… --output json | jq .status',
      ),
    )
    .action((jobId: string, options: { readonly watch?: true }) =>
      inSession(command, async (session) => {
        const params = { path: { jobId } };
        const job: Schemas['Job'] = answered(await session.client.GET('/api/v1/upgrade-jobs/{jobId}', { params }));
        const shown = options.watch ? await watch(session, job) : job;
        show(session, shown, jobText);
        return options.watch ? codeOf(shown) : undefined;
      }),
    );
}
