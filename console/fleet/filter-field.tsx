import PropertyFilter from '@cloudscape-design/components/property-filter';
import { useApi } from '../api/api.ts';
import { type AgentFilter, agentStatuses, filterOfTokens, tokensOf } from './agent-filter.ts';

const operators = ['='] as const;
const PROPERTIES = [
  { key: 'status', propertyLabel: 'Status', groupValuesLabel: 'Statuses', operators },
  { key: 'version', propertyLabel: 'Version', groupValuesLabel: 'Versions in the catalogue', operators },
  { key: 'agentType', propertyLabel: 'Type', groupValuesLabel: 'Types in the catalogue', operators },
  { key: 'tag', propertyLabel: 'Tag (name=value)', groupValuesLabel: 'Tags', operators },
];

interface FilterFieldProps {
  readonly filter: AgentFilter;
  readonly onChange: (filter: AgentFilter) => void;
}

/** The filter as AWS's consoles have it. The API compares by letter, and all entries must hold. It suggests what the catalogue knows. */
export function FilterField({ filter, onChange }: FilterFieldProps) {
  const { query } = useApi();
  const { data } = query.useQuery('get', '/api/v1/versions', { params: { query: { limit: 250 } } });
  const known = data?.items ?? [];
  const suggested = [
    ...agentStatuses.map((value) => ['status', value] as const),
    ...known.map(({ reportedVersion, version }) => ['version', reportedVersion ?? version] as const),
    ...known.map(({ agentType }) => ['agentType', agentType] as const),
  ];
  const options = [...new Map(suggested.map(([propertyKey, value]) => [propertyKey + value, { propertyKey, value }]))];
  return (
    <PropertyFilter
      query={{ operation: 'and', tokens: tokensOf(filter) }}
      onChange={({ detail }) => onChange(filterOfTokens(detail.tokens))}
      filteringProperties={PROPERTIES}
      filteringOptions={options.map(([, option]) => option)}
      filteringPlaceholder="Filter by status, version, type or tag"
      filteringAriaLabel="Filter agents"
      hideOperations
      disableFreeTextFiltering
    />
  );
}
