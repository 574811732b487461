import { useState } from 'react';

/** The way back through a list that only knows what comes next. Begins anew where the list is another one. */
export function usePages(list: string) {
  const [{ of, cursors }, setPages] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of: list,
    cursors: [],
  });
  const own = of === list ? cursors : [];
  const go = (to: readonly string[]) => setPages({ of: list, cursors: to });
  return {
    /** Undefined on the first page. */
    cursor: own.at(-1),
    /** From 1. */
    number: own.length + 1,
    next: (cursor: string) => go([...own, cursor]),
    previous: () => go(own.slice(0, -1)),
    first: () => go([]),
  };
}

export type Pages = ReturnType<typeof usePages>;
