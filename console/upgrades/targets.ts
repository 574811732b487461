import * as z from 'zod/mini';
import type { AgentFilter } from '../fleet/agent-filter.ts';

/** As many agents as one upgrade may name. */
export const MOST_NAMED = 10_000;

const selectorSchema = z.object({
  tags: z.optional(z.record(z.string(), z.string())),
  agentType: z.optional(z.string()),
});

/** Whom an upgrade is for, as one page hands it to the next. */
const targetsSchema = z.union([
  z.object({ kind: z.literal('names'), agentUuids: z.array(z.string()) }),
  z.object({ kind: z.literal('selector'), selector: selectorSchema }),
]);
export type Targets = z.infer<typeof targetsSchema>;

/** What came along with the way to a page; undefined where nothing did, or nothing that is known. */
export function handedOver(state: unknown): Targets | undefined {
  const parsed = targetsSchema.safeParse(state);
  return parsed.success ? parsed.data : undefined;
}

/**
 * The filter as a selector, which the API itself expands, however many agents it finds; undefined where a selector cannot say the same: it
 * knows neither a status nor one exact version, and never means the whole fleet.
 */
export function selectorOf({ status, version, agentType, tag }: AgentFilter): Targets | undefined {
  if (status !== undefined || version !== undefined) return undefined;
  if (agentType === undefined && tag.length === 0) return undefined;
  const tags = Object.fromEntries(tag.map(pair));
  return {
    kind: 'selector',
    selector: { ...(tag.length > 0 && { tags }), ...(agentType !== undefined && { agentType }) },
  };
}

/** A name ends at the first `=`. */
export const pair = (tag: string): [string, string] => {
  const end = tag.indexOf('=');
  return [tag.slice(0, end), tag.slice(end + 1)];
};

/** Names as people type or paste them: separated by commas, spaces or lines, each once. */
export const namesIn = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
