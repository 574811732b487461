import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Targets } from '../upgrades/targets.ts';
import type { Agent } from './agent-columns.tsx';
import { type AgentFilter, filterOf, searchOf } from './agent-filter.ts';
import { AgentTable } from './agent-table.tsx';
import { FilterField } from './filter-field.tsx';
import { FleetSummary } from './fleet-summary.tsx';
import { UpgradeButton } from './upgrade-button.tsx';
import { useFleetCount } from './use-fleet-count.ts';

/** The inventory. The filter is in the address, so that a link shows the same agents. */
export function FleetPage() {
  const [search, setSearch] = useSearchParams();
  const text = String(search);
  const filter = useMemo(() => filterOf(new URLSearchParams(text)), [text]);
  const change = (changed: AgentFilter) => setSearch(searchOf(changed));
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="The agents of this deployment, as Systems Manager and they reported last.">
          Fleet
        </Header>
      }
    >
      <SpaceBetween size="l">
        <FilterField filter={filter} onChange={change} />
        <FilteredFleet key={text} filter={filter} onClear={() => change({ tag: [] })} />
      </SpaceBetween>
    </ContentLayout>
  );
}

/** All that belongs to one filter, and begins anew with another: the count, the pages and who is selected. */
function FilteredFleet({ filter, onClear }: { filter: AgentFilter; onClear: () => void }) {
  const navigate = useNavigate();
  const [selected, setSelected] = useState<readonly Agent[]>([]);
  const counting = useFleetCount(filter);
  const upgrade = (targets: Targets) => navigate('/upgrades/new', { state: targets });
  const header = (
    <Header
      counter={selected.length === 0 ? undefined : `(${selected.length} selected)`}
      actions={<UpgradeButton filter={filter} selected={selected} counting={counting} onUpgrade={upgrade} />}
    >
      Agents
    </Header>
  );
  return (
    <SpaceBetween size="l">
      <FleetSummary counting={counting} />
      <AgentTable filter={filter} selected={selected} onSelect={setSelected} onClear={onClear} header={header} />
    </SpaceBetween>
  );
}
