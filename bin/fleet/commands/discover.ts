import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import type { Session } from '../connection/session.ts';
import { Failure } from '../failures.ts';
import type { Paint } from '../show/paint.ts';
import { say, show } from '../show/results.ts';
import { fields } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';

type Discovery = Schemas['Discovery'];

/** `fleet discover`: finds agents on the managed nodes. */
export function addDiscover({ program, inSession }: CommandLine): void {
  const command = program
    .command('discover')
    .summary('find agents on the managed nodes')
    .description('Looks for agents on the managed nodes of Systems Manager until all nodes were seen.')
    .option('--dry-run', 'look for at most 15 s, and write nothing')
    .addHelpText('after', examples('discover --dry-run', 'discover --timeout 10m'))
    .action((options: { readonly dryRun?: true }) =>
      inSession(command, async (session) => {
        show(session, await discover(session, options.dryRun === true), discoveryText);
        return undefined;
      }),
    );
}

/** Only a walk that writes is gone on with by the next call. */
async function discover(session: Session, dryRun: boolean): Promise<Discovery> {
  const { client, world, deadline = Number.POSITIVE_INFINITY } = session;
  for (;;) {
    const found: Discovery = answered(await client.POST('/api/v1/agents/discover', { body: { dryRun } }));
    if (found.complete || dryRun) return found;
    say(session, `${found.nodes} nodes seen, ${found.found.count} agents found …`);
    if (world.now() >= deadline) throw new Failure('timedOut', 'Timed out; fleet discover goes on where this one was.');
  }
}

function discoveryText(discovery: Discovery, paint: Paint): string {
  const { complete, dryRun, nodes, found, unmapped, duplicate, vanished, detail } = discovery;
  const examples = (list: { readonly examples: readonly { readonly nodeId: string }[] }) =>
    list.examples.map(({ nodeId }) => nodeId).join(' ');
  return fields(
    [
      ['nodes seen', `${nodes}${complete ? '' : ', not all'}${dryRun ? '; nothing was written' : ''}`],
      ['agents found', found.count],
      ['of those new', discovery.new.count],
      ['new on', examples(discovery.new)],
      ['without agents', unmapped.count],
      ['duplicates', duplicate.count],
      ['vanished', vanished.count],
      ['vanished from', examples(vanished)],
      ['detail', detail],
    ],
    paint,
  );
}
