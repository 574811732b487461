import Pagination from '@cloudscape-design/components/pagination';
import type { Pages } from './use-pages.ts';

interface PageButtonsProps {
  readonly pages: Pages;
  /** Null at the end, undefined while it is not known. */
  readonly nextCursor: string | null | undefined;
}

/** Forwards and backwards through a list of which nobody knows how long it is. */
export function PageButtons({ pages, nextCursor }: PageButtonsProps) {
  const hasMore = nextCursor !== null && nextCursor !== undefined;
  return (
    <Pagination
      currentPageIndex={pages.number}
      pagesCount={pages.number + (hasMore ? 1 : 0)}
      openEnd={hasMore}
      disabled={nextCursor === undefined}
      onChange={({ detail }) => {
        if (detail.currentPageIndex === 1) pages.first();
        else if (detail.currentPageIndex < pages.number) pages.previous();
        else if (detail.currentPageIndex > pages.number && hasMore) pages.next(nextCursor);
      }}
    />
  );
}
