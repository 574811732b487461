import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { selectorOf, type Targets } from '../upgrades/targets.ts';
import type { Agent } from './agent-columns.tsx';
import type { AgentFilter } from './agent-filter.ts';
import type { FleetCounting } from './use-fleet-count.ts';

interface UpgradeButtonProps {
  readonly filter: AgentFilter;
  readonly selected: readonly Pick<Agent, 'agentUuid'>[];
  readonly counting: Pick<FleetCounting, 'count' | 'isComplete'>;
  readonly onUpgrade: (targets: Targets) => void;
}

/** Leads to a new upgrade of the selected agents, or of all that match the filter. */
export function UpgradeButton({ filter, selected, counting, onUpgrade }: UpgradeButtonProps) {
  const all = allOf(filter, counting);
  const words = counting.isComplete ? `All ${counting.count.agents} that match` : 'All that match the filter';
  return (
    <ButtonDropdown
      variant="primary"
      items={[
        {
          id: 'selected',
          text: `${selected.length} selected`,
          disabled: selected.length === 0,
          ...(selected.length === 0 && { secondaryText: 'Select agents in the table first.' }),
        },
        {
          id: 'all',
          text: words,
          disabled: typeof all === 'string',
          // Not as a tooltip: that one is outside of the page's landmarks, and Escape closes it in place of the menu.
          ...(typeof all === 'string' && { secondaryText: all }),
        },
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === 'selected')
          onUpgrade({ kind: 'names', agentUuids: selected.map(({ agentUuid }) => agentUuid) });
        else if (typeof all === 'object') onUpgrade(all);
      }}
    >
      Upgrade…
    </ButtonDropdown>
  );
}

/** A sentence where all that match cannot be told to the API. */
function allOf(filter: AgentFilter, { count, isComplete }: UpgradeButtonProps['counting']): Targets | string {
  const selector = selectorOf(filter);
  if (selector !== undefined) return selector;
  if (!isComplete) return 'Filter by type or tag, or until 10,000 agents or fewer match and are counted.';
  if (count.agents === 0) return 'No agent matches.';
  return { kind: 'names', agentUuids: [...count.agentUuids] };
}
