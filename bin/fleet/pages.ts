/** A page of any of the API's lists. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** How much of a list is wanted. */
export interface Wanted {
  /** Items at most; all unless given. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Most items that a page of the API has. */
const LARGEST_PAGE = 250;

/** Reads pages until enough is there. A page may be short, even empty, and the list go on. */
export async function readPages<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
  { limit = Number.POSITIVE_INFINITY, cursor }: Wanted,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let next: string | null | undefined = cursor;
  do {
    const size = Math.min(LARGEST_PAGE, limit - items.length);
    const page = await read({ limit: size, ...(typeof next === 'string' && { cursor: next }) });
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null && items.length < limit);
  return { items, nextCursor: next };
}
