import { Option } from 'commander';
import * as z from 'zod';
import { failureOf } from '../connection/answer.ts';
import type { Session } from '../connection/session.ts';
import { time } from '../options/values.ts';
import { type Page, readPages } from '../pages.ts';
import type { Paint } from '../show/paint.ts';
import { table } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';
import { type ListingOptions, showPage, wanted, withListingOptions } from './listing.ts';

interface JobsOptions extends ListingOptions {
  readonly status?: string;
  readonly phase?: string;
  readonly to?: string;
  readonly requestedBy?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

const jobSchema = z.looseObject({
  id: z.string(),
  targetVersion: z.string(),
  status: z.string(),
  phase: z.string(),
  reason: z.string(),
  action: z.string(),
  simulated: z.boolean(),
  createdAt: z.string(),
  requestedBy: z.string(),
});
type Job = z.infer<typeof jobSchema>;
const pageSchema = z.looseObject({ items: z.array(jobSchema), nextCursor: z.string().nullable() });

/** `fleet jobs`: the jobs, newest first. */
export function addJobs({ program, inSession }: CommandLine): void {
  const command = program.command('jobs').summary('list jobs').description('Lists jobs, newest first.');
  withListingOptions(command)
    .addOption(new Option('--status <status>', 'of the job').choices(['pending', 'running', 'success', 'failed']))
    .option('--phase <phase>', 'such as baking, paused, or awaiting-approval')
    .option('--to <version>', 'that go to this version')
    .option('--requested-by <subject>', "of this subject's tokens")
    .option('--created-after <time>', 'such as 2026-03-01T00:00:00Z', time)
    .option('--created-before <time>', 'such as 2026-03-02T00:00:00Z', time)
    .addHelpText('after', examples('jobs --status running', 'jobs --to 1.5.0 --limit 10 --output json'))
    .action((options: JobsOptions) =>
      inSession(command, async (session) => {
        const page = await readPages<Job>((at) => readPage(session, options, at), wanted(options));
        showPage(session, page, jobsText);
        return undefined;
      }),
    );
}

async function readPage(session: Session, options: JobsOptions, at: object): Promise<Page<Job>> {
  const { status, phase, to: targetVersion, requestedBy, createdAfter, createdBefore } = options;
  const asked = { status, phase, targetVersion, requestedBy, createdAfter, createdBefore, ...at };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, String(value));
  const response = await session.get(`/api/v1/upgrade-jobs?${query}`, 'application/json');
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw failureOf(response, body);
  return pageSchema.parse(body);
}

function jobsText(jobs: readonly Job[], paint: Paint): string {
  const rows = jobs.map((job) => {
    const { id, action, simulated, targetVersion, status, phase, reason, createdAt, requestedBy } = job;
    return [
      id,
      `${simulated ? 'simulated ' : ''}${action}`,
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
