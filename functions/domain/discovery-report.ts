import type { Duplicate } from './discovery.ts';
import { type Counts, type FindingKind, noCounts } from './walk.ts';

interface AgentExample {
  readonly agentUuid: string;
  readonly agentType: string;
  readonly nodeId: string;
}

interface Examples {
  readonly found: AgentExample;
  readonly new: AgentExample;
  readonly unmapped: { readonly nodeId: string; readonly platform: string | null };
  readonly duplicate: Duplicate;
  readonly vanished: AgentExample;
}

/** How many examples are told of each kind: enough to see what is meant, and with 100 bytes each a small answer. */
const MOST_EXAMPLES = 100;

/** What one call found, with the first examples of each kind. */
export class Tally {
  readonly #counts: Counts = { ...noCounts };
  readonly #examples: { [Kind in FindingKind]: Examples[Kind][] } = {
    found: [],
    new: [],
    unmapped: [],
    duplicate: [],
    vanished: [],
  };

  add<Kind extends FindingKind>(kind: Kind, example: Examples[Kind]): void {
    this.#counts[kind] += 1;
    const examples: Examples[Kind][] = this.#examples[kind];
    if (examples.length < MOST_EXAMPLES) examples.push(example);
  }

  /** The counts since they were taken last. */
  take(): Counts {
    const taken = { ...this.#counts };
    Object.assign(this.#counts, noCounts);
    return taken;
  }

  get examples(): { readonly [Kind in FindingKind]: readonly Examples[Kind][] } {
    return this.#examples;
  }
}

export const sum = (one: Counts, other: Counts): Counts => ({
  found: one.found + other.found,
  new: one.new + other.new,
  unmapped: one.unmapped + other.unmapped,
  duplicate: one.duplicate + other.duplicate,
  vanished: one.vanished + other.vanished,
});

export const exampleOf = ({ agentUuid, agentType, nodeId }: AgentExample): AgentExample => ({
  agentUuid,
  agentType,
  nodeId,
});
