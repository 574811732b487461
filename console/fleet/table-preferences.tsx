import Button from '@cloudscape-design/components/button';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { useKept } from '../kept.ts';
import { agentColumns, SHOWN_AT_FIRST } from './agent-columns.tsx';

const preferencesSchema = z.object({
  pageSize: z.number().check(z.minimum(1), z.maximum(250)),
  columns: z.array(z.string()),
});
type TablePreferences = z.infer<typeof preferencesSchema>;

/** How the table is shown, as this browser's user had it last. */
export const useTablePreferences = () =>
  useKept('fleet-table', preferencesSchema, { pageSize: 50, columns: SHOWN_AT_FIRST });

interface Props {
  readonly preferences: TablePreferences;
  readonly onChange: (preferences: TablePreferences) => void;
}

// Loaded when somebody first asks for it: nobody has to wait for a dialog that few open.
const CollectionPreferences = lazy(() => import('@cloudscape-design/components/collection-preferences'));

export function TablePreferencesButton(props: Props) {
  const [isWanted, setWanted] = useState(false);
  const button = (
    <Button variant="icon" iconName="settings" ariaLabel={TITLE} loading={isWanted} onClick={() => setWanted(true)} />
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <Opened>
        <PreferencesDialog {...props} />
      </Opened>
    </Suspense>
  );
}

/** Presses the button within, once it is there: Cloudscape's dialog is opened by nothing but its own button. */
function Opened({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return <div ref={place}>{children}</div>;
}

const TITLE = 'Preferences';

const PreferencesDialog = ({ preferences: { pageSize, columns }, onChange }: Props) => (
  <CollectionPreferences
    title={TITLE}
    confirmLabel="Confirm"
    cancelLabel="Cancel"
    preferences={{ pageSize, visibleContent: columns }}
    onConfirm={({ detail }) =>
      onChange({ pageSize: detail.pageSize ?? pageSize, columns: [...(detail.visibleContent ?? columns)] })
    }
    pageSizePreference={{
      title: 'Agents a page',
      options: [25, 50, 100, 250].map((value) => ({ value, label: `${value} agents` })),
    }}
    visibleContentPreference={{
      title: 'Columns',
      options: [
        {
          label: 'What is known of an agent',
          options: agentColumns.map(({ id, header }) => ({ id, label: header, editable: id !== 'agentUuid' })),
        },
      ],
    }}
  />
);
