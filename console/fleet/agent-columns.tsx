import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Schemas } from '../../bin/client/client.ts';
import { statusOf } from './fleet-count.ts';

export type Agent = Schemas['Agent'];

const INDICATORS = {
  online: ['success', 'Online'],
  offline: ['stopped', 'Offline'],
  vanished: ['error', 'Vanished'],
  unknown: ['pending', 'Not asked yet'],
} as const;

/** Is its node there? In words and by a sign, not by a colour alone. */
function AgentStatusIndicator({ agent }: { agent: Pick<Agent, 'vanishedAt' | 'connection'> }) {
  const [type, words] = INDICATORS[statusOf(agent)];
  return <StatusIndicator type={type}>{words}</StatusIndicator>;
}

const time = (iso: string | null) => (iso === null ? '–' : new Date(iso).toLocaleString());
const tagsOf = ({ tags }: Agent) => Object.entries(tags).map(([name, value]) => `${name}=${value}`);

/** What can be shown of an agent. The first column is always there. */
export const agentColumns = [
  { id: 'agentUuid', header: 'Agent', cell: ({ agentUuid }) => agentUuid, isRowHeader: true },
  { id: 'status', header: 'Status', cell: (agent) => <AgentStatusIndicator agent={agent} /> },
  { id: 'version', header: 'Version', cell: ({ version }) => version ?? 'not reported' },
  { id: 'agentType', header: 'Type', cell: ({ agentType }) => agentType },
  { id: 'tags', header: 'Tags', cell: (agent) => tagsOf(agent).join(', ') || '–' },
  {
    id: 'platform',
    header: 'Platform',
    cell: ({ platform }) => (platform === null ? '–' : `${platform.name} ${platform.version}`),
  },
  { id: 'nodeId', header: 'Node', cell: ({ nodeId }) => nodeId },
  { id: 'account', header: 'Account', cell: ({ account }) => account },
  { id: 'region', header: 'Region', cell: ({ region }) => region },
  { id: 'lastSeenAt', header: 'Last seen', cell: ({ lastSeenAt }) => time(lastSeenAt) },
  { id: 'versionReportedAt', header: 'Version reported', cell: (agent) => time(agent.versionReportedAt) },
  { id: 'origin', header: 'Origin', cell: ({ origin }) => origin },
] as const satisfies readonly TableProps.ColumnDefinition<Agent>[];

export const SHOWN_AT_FIRST = ['agentUuid', 'status', 'version', 'agentType', 'tags', 'nodeId'];
