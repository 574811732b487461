import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react';
import { messageOf } from './trouble.tsx';

interface Flashes {
  /** Shows a message above the page until it is dismissed; one with the same id is replaced. */
  show(message: { readonly id: string; readonly type: FlashbarProps.Type; readonly content: ReactNode }): void;
  /** Shows what was refused. */
  fail(id: string, title: string, error: unknown): void;
}

const FlashContext = createContext<Flashes | undefined>(undefined);
const ItemsContext = createContext<FlashbarProps['items']>([]);

export function FlashProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<FlashbarProps['items']>([]);
  const flashes = useMemo<Flashes>(() => {
    const without = (id: string) => (shown: FlashbarProps['items']) => shown.filter((item) => item.id !== id);
    const show = (item: FlashbarProps.MessageDefinition & { id: string }) =>
      setItems((shown) => [
        { ...item, dismissible: true, onDismiss: () => setItems(without(item.id)) },
        ...without(item.id)(shown),
      ]);
    return {
      show,
      fail: (id, title, error) => show({ id, type: 'error', header: title, content: messageOf(error) }),
    };
  }, []);
  return (
    <FlashContext.Provider value={flashes}>
      <ItemsContext.Provider value={items}>{children}</ItemsContext.Provider>
    </FlashContext.Provider>
  );
}

// Loaded with the first message.
const Flashbar = lazy(() => import('@cloudscape-design/components/flashbar'));

/** Where the messages are shown. */
export function Flashes() {
  const items = useContext(ItemsContext);
  if (items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <Flashbar items={items} />
    </Suspense>
  );
}

export function useFlashes(): Flashes {
  const flashes = useContext(FlashContext);
  if (flashes === undefined) throw new Error('There is no FlashProvider around this component.');
  return flashes;
}
