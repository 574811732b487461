import { type AgentFilter, agentFilterSchema } from './domain/agent-filter.ts';
import { Refusal } from './domain/errors.ts';

/** What the list of agents takes beside `limit` and `cursor`, once each but `tag`. */
const KNOWN = ['status', 'version', 'agentType', 'tag', 'limit', 'cursor'];

/**
 * The filter in the query of a list of agents, `?status=offline&tag=site=berlin&tag=ring=1`; undefined where there is none.
 * @throws Refusal also where a parameter is unknown: a filter that is misspelled would list the whole fleet
 */
export function agentFilter(query: URLSearchParams): AgentFilter | undefined {
  for (const name of new Set(query.keys())) {
    if (!KNOWN.includes(name)) refuse(`There is no parameter ${JSON.stringify(name)}; there are ${KNOWN.join(', ')}.`);
    if (name !== 'tag' && query.getAll(name).length > 1) refuse(`${name} is given more than once.`);
  }
  const given = Object.fromEntries(
    ['status', 'version', 'agentType'].map((name) => [name, query.get(name) ?? undefined]),
  );
  const tags = tagsOf(query.getAll('tag'));
  const parsed = agentFilterSchema.safeParse({ ...given, tags });
  if (!parsed.success) {
    const [{ path = [], message } = { message: '' }] = parsed.error.issues;
    refuse(`${path.join(' ').replace(/^tags/, 'tag')}: ${message}`);
  }
  return Object.values(given).some((value) => value !== undefined) || query.has('tag') ? parsed.data : undefined;
}

/** A name ends at the first `=`. */
function tagsOf(tags: readonly string[]): Record<string, string> {
  const pairs = tags.map((tag) => {
    const end = tag.indexOf('=');
    if (end === -1) refuse(`tag=${tag} is no tag: write tag=name=value.`);
    return [tag.slice(0, end), tag.slice(end + 1)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) refuse('Two values of one tag: no agent has both.');
  return Object.fromEntries(pairs);
}

function refuse(detail: string): never {
  throw new Refusal('malformed', 'QUERY_INVALID', detail);
}
