import type { AgentHealth } from '../../local/node/demo-fleet.ts';
import type { AnsweredAgent } from './verdict.ts';

/** A job that ran under a fault, and what its nodes say themselves once it has ended. */
export interface Played {
  readonly target: string;
  /** Those that the job is about. */
  readonly agentUuids: readonly string[];
  /** As the API answers them; undefined where the job did not end in time. */
  readonly agents: readonly AnsweredAgent[] | undefined;
  /** From the request to the end. */
  readonly seconds: number;
  /** What an agent answers, by its name; a node that is still gone is not asked. */
  readonly nodes: ReadonlyMap<string, AgentHealth | undefined>;
}

/** How a fault was played: its jobs, or in a sentence why that cannot be done here. */
export type Play = readonly Played[] | string;
