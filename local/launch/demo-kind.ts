import type { AgentType } from '../../functions/domain/agent-type.ts';
import type { AgentVersion } from '../node/artifacts.ts';
import type { AgentHealth } from '../node/demo-fleet.ts';
import type { ManagedNode } from '../ssm/managed-node.ts';

/** What the agents run at first. */
export const installed: AgentVersion = { version: '1.4.2', healthy: true };
/**
 * What can be upgraded to: two versions that work, the second after a while, one whose agents start but never become healthy, and one
 * whose agents are well for some seconds, long enough for the node's own check.
 */
export const published: readonly AgentVersion[] = [
  installed,
  { version: '1.5.0', healthy: true },
  { version: '1.5.1', healthy: true, healthyFrom: 3 },
  { version: '1.6.0', healthy: false },
  { version: '1.7.0', healthy: true, healthyUntil: 5 },
];

/** Seconds in which an agent is healthy after its start, or is taken back. */
export const HEALTH_SECONDS = 5;

/** A type of demo agents: how its versions are made and published, and how a node with an agent of it is started. */
export interface DemoKind {
  readonly agentType: AgentType;
  /** What the names of its agents begin with. */
  readonly prefix: string;
  /** How it gets onto a node, for people: `from an archive`. */
  readonly comes: string;
  /** What is not on this machine and without which there is no such agent; nothing where it can run. */
  missing(): readonly string[];
  /** Makes all published versions, below the folder. */
  supply(folder: string, keeping?: Keeping): Promise<Supply>;
  /** Can its nodes and versions be taken up again by another process? */
  readonly canBeKept: boolean;
}

/** Folders that outlive this process, so that another one takes up what is in them. */
export interface Keeping {
  /** Seconds for which agents wait for the next process when this one is killed. */
  readonly patienceSeconds: number;
}

/** A version as the catalogue takes it; its agent type is that of its kind. */
interface Publication {
  readonly version: string;
  readonly artifact?: { readonly url: string; readonly sha256: string };
  readonly packages?: readonly {
    readonly manager: 'apt';
    readonly packageVersion: string;
    readonly reportedVersion: string;
  }[];
}

/** The versions of a kind, as nodes get at them. */
export interface Supply {
  readonly publications: readonly Publication[];
  /** Where callers' own artifacts may come from. */
  readonly artifactSources: readonly string[];
  /** Starts an agent, at the version of `installed`, on a node of its own in the folder. Throws where it does not come up. */
  start(id: string, folder: string): Promise<StartedNode>;
  close(): Promise<void>;
}

/** A node with an agent that was started on it. */
export interface StartedNode {
  readonly node: ManagedNode;
  /** What the agent itself answers now; undefined where none answers. */
  health(): Promise<AgentHealth | undefined>;
  /** Ends the agent, whatever version it is by now. */
  stop(): Promise<void>;
}
