import type { Command } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import { Failure } from '../failures.ts';
import { tag, time } from '../options/values.ts';
import type { Paint } from '../show/paint.ts';
import { show } from '../show/results.ts';
import { fields, table } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';

type Freeze = Schemas['Freeze'];

interface ScopeOptions {
  readonly tag?: Record<string, string>;
}

/** `fleet freeze list|set|end`: freezes stop all sending to the agents of their scope. */
export function addFreeze(line: CommandLine): void {
  const group = line.program
    .command('freeze')
    .summary('stop all sending, or end that')
    .description('Stops all sending.');
  addList(line, group);
  addSet(line, group);
  addEnd(line, group);
}

function addList({ inSession }: CommandLine, group: Command): void {
  const list = group
    .command('list', { isDefault: true })
    .description('Lists the freezes in force.')
    .addHelpText('after', examples('freeze'))
    .action(() =>
      inSession(list, async (session) => {
        show(session, answered(await session.client.GET('/api/v1/freeze')), ({ items }, paint) => {
          const rows = items.map((freeze) => [scopeText(freeze), freeze.until, freeze.createdBy, freeze.reason]);
          return table(['SCOPE', 'UNTIL', 'BY', 'REASON'], rows, paint);
        });
        return undefined;
      }),
    );
}

function addSet({ inSession }: CommandLine, group: Command): void {
  const set = withScope(group.command('set').description('Stops all sending to the agents of the scope.'))
    .requiredOption('--reason <text>', 'why, for those who have to wait')
    .option('--until <time>', 'when it ends by itself: 2026-03-01T22:00:00+01:00', time)
    .addHelpText('after', examples("freeze set --reason 'a fair' --tag site=berlin --until 2026-03-02T06:00:00+01:00"))
    .action((options: ScopeOptions & { readonly reason: string; readonly until?: string }) => {
      const scope = scopeOf(options);
      return inSession(set, async (session) => {
        const body = { scope, reason: options.reason, until: options.until ?? null };
        show(session, answered(await session.client.PUT('/api/v1/freeze', { body })), freezeText);
        return undefined;
      });
    });
}

function addEnd({ inSession }: CommandLine, group: Command): void {
  const end = withScope(group.command('end').description('Ends the freeze of the scope: jobs that wait go on at once.'))
    .addHelpText('after', examples('freeze end', 'freeze end --tag site=berlin'))
    .action((options: ScopeOptions) => {
      const scope = scopeKey(scopeOf(options));
      return inSession(end, async (session) => {
        show(
          session,
          answered(await session.client.DELETE('/api/v1/freeze', { params: { query: { scope } } })),
          freezeText,
        );
        return undefined;
      });
    });
}

const withScope = (command: Command) =>
  command.option('--tag <name=value>', 'the agents with this tag; all agents unless given', tag);

/** @throws Failure (usage) where there is more than one tag */
function scopeOf({ tag: tags = {} }: ScopeOptions): Freeze['scope'] {
  const [first, ...more] = Object.entries(tags);
  if (more.length > 0) throw new Failure('usage', 'A freeze has one tag: call it once for each.');
  return first === undefined ? 'all' : { tag: first[0], value: first[1] };
}

/** A scope as the API's query takes it: `all`, or `tag:site=berlin` with `%` and `=` in the name encoded. */
const scopeKey = (scope: Freeze['scope']): string =>
  scope === 'all' ? scope : `tag:${scope.tag.replace(/[%=]/g, encodeURIComponent)}=${scope.value}`;

const scopeText = ({ scope }: Pick<Freeze, 'scope'>) => (scope === 'all' ? scope : `${scope.tag}=${scope.value}`);

const freezeText = (freeze: Freeze, paint: Paint) =>
  fields(
    [
      ['scope', scopeText(freeze)],
      ['reason', freeze.reason],
      ['until', freeze.until],
      ['since', `${freeze.createdAt} by ${freeze.createdBy}`],
    ],
    paint,
  );
