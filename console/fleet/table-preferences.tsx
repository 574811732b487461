import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
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

export const TablePreferencesButton = ({ preferences: { pageSize, columns }, onChange }: Props) => (
  <CollectionPreferences
    title="Preferences"
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
