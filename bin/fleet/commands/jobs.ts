import { Option } from 'commander';
import { jobPhases } from '../../../functions/domain/job-state.ts';
import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import { time } from '../options/values.ts';
import { readPages } from '../pages.ts';
import type { Paint } from '../show/paint.ts';
import { table } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';
import { type ListingOptions, showPage, wanted, withListingOptions } from './listing.ts';

type Job = Schemas['Jobs']['items'][number];

interface JobsOptions extends ListingOptions {
  readonly status?: Schemas['Job']['status'];
  readonly phase?: Schemas['Job']['phase'];
  readonly to?: string;
  readonly requestedBy?: string;
  readonly parent?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

/** `fleet jobs`: the jobs, newest first. */
export function addJobs({ program, inSession }: CommandLine): void {
  const command = program.command('jobs').summary('list jobs').description('Lists jobs, newest first.');
  withListingOptions(command)
    .addOption(new Option('--status <status>', 'of the job').choices(['pending', 'running', 'success', 'failed']))
    .addOption(new Option('--phase <phase>', 'where it is, in more detail').choices(jobPhases))
    .option('--to <version>', 'that go to this version')
    .option('--requested-by <subject>', "of this subject's tokens")
    .option('--parent <id>', 'that take this job up again, or take it back')
    .option('--created-after <time>', 'such as 2026-03-01T00:00:00Z', time)
    .option('--created-before <time>', 'such as 2026-03-02T00:00:00Z', time)
    .addHelpText('after', examples('jobs --status running', 'jobs --to 1.5.0 --limit 10 --output json'))
    .action((options: JobsOptions) =>
      inSession(command, async (session) => {
        const filter = filterOf(options);
        const page = await readPages<Job>(
          async (at) =>
            answered(await session.client.GET('/api/v1/upgrade-jobs', { params: { query: { ...filter, ...at } } })),
          wanted(options),
        );
        showPage(session, page, jobsText);
        return undefined;
      }),
    );
}

function filterOf({ status, phase, to, requestedBy, parent, createdAfter, createdBefore }: JobsOptions) {
  return {
    ...(status !== undefined && { status }),
    ...(phase !== undefined && { phase }),
    ...(to !== undefined && { targetVersion: to }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(parent !== undefined && { parentJobId: parent }),
    ...(createdAfter !== undefined && { createdAfter }),
    ...(createdBefore !== undefined && { createdBefore }),
  };
}

function jobsText(jobs: readonly Job[], paint: Paint): string {
  const rows = jobs.map((job) => {
    const { id, action, simulated, targetVersion, status, phase, reason, createdAt, requestedBy } = job;
    return [
      id,
      `${simulated ? 'simulated ' : ''}${action ?? '-'}`,
      targetVersion,
      status,
      phase,
      reason,
      createdAt,
      requestedBy,
    ];
  });
  return table(['JOB', 'ACTION', 'VERSION', 'STATUS', 'PHASE', 'REASON', 'CREATED', 'BY'], rows, paint);
}
