/** Which agents are shown, in the words of GET /agents. */
export interface AgentFilter {
  readonly status?: AgentStatus;
  readonly version?: string;
  readonly agentType?: string;
  /** Each as name=value; an agent must have all of them. */
  readonly tag: readonly string[];
}

export const agentStatuses = ['online', 'offline', 'vanished'] as const;
type AgentStatus = (typeof agentStatuses)[number];

/** One entry of the filter as the field above the table has it. */
export interface FilterToken {
  readonly propertyKey?: string | undefined;
  readonly value: unknown;
}

/** More than these the API takes in no query. */
const MOST_TAGS = 10;
const isTag = (text: string) => text.indexOf('=') > 0;
const statusNamed = (text: string | null) => agentStatuses.find((status) => status === text);

/** The filter that an address names. What it does not know there is no filter. */
export function filterOf(search: URLSearchParams): AgentFilter {
  const status = statusNamed(search.get('status'));
  const [version, agentType] = [search.get('version'), search.get('agentType')];
  return {
    ...(status && { status }),
    ...(version && { version }),
    ...(agentType && { agentType }),
    tag: [...new Set(search.getAll('tag').filter(isTag))].slice(0, MOST_TAGS),
  };
}

/** The address of the filter; filterOf reads it. */
export const searchOf = ({ tag, ...one }: AgentFilter): URLSearchParams =>
  new URLSearchParams([...Object.entries(one), ...tag.map((value): [string, string] => ['tag', value])]);

/** The filter's entries, in the order of the API's words. */
export const tokensOf = (filter: AgentFilter): { propertyKey: string; value: string; operator: '=' }[] =>
  [...searchOf(filter)].map(([propertyKey, value]) => ({ propertyKey, value, operator: '=' }));

/** The filter of these entries: of two for the same thing the later one holds, but for tags, of which an agent has many. */
export const filterOfTokens = (tokens: readonly FilterToken[]): AgentFilter => {
  const search = new URLSearchParams();
  for (const { propertyKey, value } of tokens) {
    if (propertyKey === undefined) continue;
    if (propertyKey === 'tag') search.append('tag', String(value));
    else search.set(propertyKey, String(value));
  }
  return filterOf(search);
};

export const isEmpty = (filter: AgentFilter): boolean => [...searchOf(filter)].length === 0;
