import { Option } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import { readPages } from '../pages.ts';
import type { Paint } from '../show/paint.ts';
import { table } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';
import { type ListingOptions, showPage, wanted, withListingOptions } from './listing.ts';

type Version = Schemas['Version'];

interface VersionsOptions extends ListingOptions {
  readonly type?: string;
  readonly status?: Version['status'];
}

/** `fleet versions`: the catalogue. */
export function addVersions({ program, inSession }: CommandLine): void {
  const command = program
    .command('versions')
    .summary('list the catalogue')
    .description('Lists versions, newest first.');
  withListingOptions(command)
    .option('--type <type>', 'of this agent type')
    .addOption(new Option('--status <status>', 'of the version').choices(['active', 'deprecated']))
    .addHelpText('after', examples('versions --type metrics-agent --status active'))
    .action((options: VersionsOptions) =>
      inSession(command, async (session) => {
        const { type, status } = options;
        const filter = { ...(type !== undefined && { agentType: type }), ...(status !== undefined && { status }) };
        const page = await readPages<Version>(
          async (at) =>
            answered(await session.client.GET('/api/v1/versions', { params: { query: { ...filter, ...at } } })),
          wanted(options),
        );
        showPage(session, page, versionsText);
        return undefined;
      }),
    );
}

function versionsText(versions: readonly Version[], paint: Paint): string {
  const rows = versions.map(({ agentType, version, status, publishedAt, publishedBy, deprecation }) => {
    return [agentType, version, status, publishedAt, publishedBy, deprecation?.reason ?? ''];
  });
  return table(['TYPE', 'VERSION', 'STATUS', 'PUBLISHED', 'BY', 'DEPRECATED BECAUSE'], rows, paint);
}
