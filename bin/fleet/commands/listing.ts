import type { Command } from 'commander';
import type { Session } from '../connection/session.ts';
import { count } from '../options/values.ts';
import type { Page, Wanted } from '../pages.ts';
import type { Paint } from '../show/paint.ts';
import { say, show } from '../show/results.ts';

export interface ListingOptions {
  readonly limit?: number;
  readonly all?: true;
  readonly cursor?: string;
}

/** Items that are listed where nobody asks for more. */
const DEFAULT_LIMIT = 250;

/** Adds the options that say how much of a list is wanted. */
export function withListingOptions(command: Command): Command {
  return command
    .option('--limit <count>', `how many at most; ${DEFAULT_LIMIT} unless given`, count)
    .option('--all', 'all of them')
    .option('--cursor <cursor>', 'go on where a list ended: its nextCursor');
}

/** How much of the list these options want. */
export const wanted = ({ limit = DEFAULT_LIMIT, all, cursor }: ListingOptions): Wanted => ({
  limit: all ? undefined : limit,
  cursor,
});

/** Shows a list, and says where it goes on. */
export function showPage<Item>(
  session: Session,
  page: Page<Item>,
  render: (items: readonly Item[], paint: Paint) => string,
): void {
  show(session, page, ({ items }, paint) => render(items, paint));
  if (page.nextCursor !== null) say(session, `There are more: --all, or --cursor '${page.nextCursor}'`);
}
