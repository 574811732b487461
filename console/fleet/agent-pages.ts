export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Pages that are gone through in search of one that is not empty, before somebody has to ask for more. */
const MOST_PAGES = 20;

/**
 * A page of the API may have fewer agents than asked for, even none, though others come after it: it looks through so many of them, and
 * leaves out those that the filter does not want. So this asks on until there are `least`, the list ends, or 20 pages were looked at.
 */
export async function filledPage<Item>(
  ask: (cursor: string | undefined) => Promise<Page<Item>>,
  cursor: string | undefined,
  least: number,
): Promise<Page<Item>> {
  let page = await ask(cursor);
  for (let pages = 1; pages < MOST_PAGES && page.items.length < least && page.nextCursor !== null; pages++) {
    const { items, nextCursor } = await ask(page.nextCursor);
    page = { items: [...page.items, ...items], nextCursor };
  }
  return page;
}
