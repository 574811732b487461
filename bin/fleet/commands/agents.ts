import { Option } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { answered } from '../connection/answer.ts';
import { readPages } from '../pages.ts';
import type { Paint } from '../show/paint.ts';
import { show } from '../show/results.ts';
import { fields, table } from '../show/table.ts';
import { type CommandLine, examples } from './command-line.ts';
import { type ListingOptions, showPage, wanted, withListingOptions } from './listing.ts';

type Agent = Schemas['Agent'];

interface AgentsOptions extends ListingOptions {
  readonly type?: string;
  readonly status?: 'online' | 'offline' | 'vanished';
  readonly version?: string;
  readonly tag?: string[];
}

/** `fleet agents`, and `fleet agents get UUID`. */
export function addAgents(line: CommandLine): void {
  const group = line.program.command('agents').description('The inventory.');
  const list = group.command('list', { isDefault: true }).description('Lists agents.');
  withListingOptions(list)
    .option('--type <type>', 'of this agent type')
    .addOption(new Option('--status <status>', 'of the node').choices(['online', 'offline', 'vanished']))
    .option('--version <version>', 'that reported this version last')
    .option('--tag <name=value>', 'with this tag; several times for several tags', (text, all: string[] = []) => [
      ...all,
      text,
    ])
    .addHelpText('after', examples('agents --type metrics-agent --status offline', 'agents --all --output json'))
    .action((options: AgentsOptions) =>
      line.inSession(list, async (session) => {
        const { type, status, version, tag } = options;
        const filter = {
          ...(type !== undefined && { agentType: type }),
          ...(status !== undefined && { status }),
          ...(version !== undefined && { version }),
          ...(tag !== undefined && { tag }),
        };
        const page = await readPages<Agent>(
          async (at) =>
            answered(await session.client.GET('/api/v1/agents', { params: { query: { ...filter, ...at } } })),
          wanted(options),
        );
        showPage(session, page, agentsText);
        return undefined;
      }),
    );
  addGet(line, group);
}

function addGet({ inSession }: CommandLine, group: CommandLine['program']): void {
  const get = group
    .command('get')
    .description('Shows an agent.')
    .argument('<agentUuid>', 'the agent')
    .addHelpText('after', examples('agents get item1'))
    .action((agentUuid: string) =>
      inSession(get, async (session) => {
        const params = { path: { agentUuid } };
        show(session, answered(await session.client.GET('/api/v1/agents/{agentUuid}', { params })), agentText);
        return undefined;
      }),
    );
}

const tagsText = (tags: Agent['tags']) =>
  Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const statusOf = ({ vanishedAt, connection }: Agent) => (vanishedAt === null ? connection : 'vanished');

function agentsText(agents: readonly Agent[], paint: Paint): string {
  const byName = [...agents].sort((a, b) => a.agentUuid.localeCompare(b.agentUuid, 'en', { numeric: true }));
  const rows = byName.map((agent) => {
    const { agentUuid, agentType, version, nodeId, tags } = agent;
    return [agentUuid, agentType, version, statusOf(agent), nodeId, tagsText(tags)];
  });
  return table(['AGENT', 'TYPE', 'VERSION', 'STATUS', 'NODE', 'TAGS'], rows, paint);
}

function agentText(agent: Agent, paint: Paint): string {
  const { platform, versions } = agent;
  return fields(
    [
      ['agent', agent.agentUuid],
      ['type', agent.agentType],
      ['version', agent.version],
      ['reported', agent.versionReportedAt],
      ['before', versions.map(({ version }) => version).join(', ')],
      ['status', statusOf(agent)],
      ['node', `${agent.nodeId} (${agent.account}, ${agent.region})`],
      ['platform', platform && `${platform.name} ${platform.version} ${platform.architecture ?? ''}`.trim()],
      ['last seen', agent.lastSeenAt],
      ['vanished', agent.vanishedAt],
      ['tags', tagsText(agent.tags)],
      ['origin', `${agent.origin}, ${agent.registeredAt}`],
    ],
    paint,
  );
}
