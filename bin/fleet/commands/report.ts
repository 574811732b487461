import { Option } from 'commander';
import { answered } from '../connection/answer.ts';
import type { Session } from '../connection/session.ts';
import { Failure } from '../failures.ts';
import { type CommandLine, examples } from './command-line.ts';

const types = { json: 'application/json', csv: 'text/csv', markdown: 'text/markdown' } as const;

/** `fleet report ID`: what became of a job, for people or programs. */
export function addReport({ program, inSession }: CommandLine): void {
  const command = program
    .command('report')
    .summary("write a job's report")
    .description('Writes what became of a job: totals, waves, reasons, every agent, and what it cost.')
    .argument('<id>', 'the job')
    .addOption(
      new Option('--format <format>', 'markdown unless given, or json with --output json').choices(Object.keys(types)),
    )
    .addHelpText('after', examples('report upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D --format csv > report.csv'))
    .action((jobId: string, options: { readonly format?: keyof typeof types }) =>
      inSession(command, async (session) => {
        const format = options.format ?? (session.output === 'json' ? 'json' : 'markdown');
        await writeReport(session, jobId, format);
        return undefined;
      }),
    );
}

/** Page by page, as the API answers them: of 10,000 agents each. */
async function writeReport({ client, world }: Session, jobId: string, format: keyof typeof types): Promise<void> {
  let cursor: string | undefined;
  do {
    const params = { path: { jobId }, query: cursor === undefined ? {} : { cursor } };
    const headers = { accept: types[format] };
    const answer = await client.GET('/api/v1/upgrade-jobs/{jobId}/report', { params, headers, parseAs: 'text' });
    const text: string = answered<string>(answer);
    const isNext = cursor !== undefined;
    world.stdout.write(pageText(text, isNext && format === 'csv'));
    cursor = nextCursor(answer.response.headers.get('link'));
  } while (cursor !== undefined);
}

/** Each page of a CSV has the names of the columns in its first line: once is enough. */
function pageText(text: string, withoutNames: boolean): string {
  const rows = withoutNames ? text.slice(text.indexOf('\n') + 1) : text;
  return rows === '' || rows.endsWith('\n') ? rows : `${rows}\n`;
}

/** The cursor of the page that a Link header calls next (RFC 8288); undefined at the end. @throws Failure where it has none */
function nextCursor(link: string | null): string | undefined {
  const [, next] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];
  if (next === undefined) return undefined;
  const cursor = new URLSearchParams(next.slice(next.indexOf('?') + 1)).get('cursor');
  if (cursor !== null) return cursor;
  throw new Failure('unavailable', 'The next page of the report cannot be found: it is not complete.');
}
