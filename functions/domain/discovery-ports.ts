import type { Page } from './ports.ts';
import type { Walk } from './walk.ts';

/*
 * What discovery needs from the world, under the same rules as ports.ts. Each has an in-memory twin that passes the same contract suite.
 */

/** A node that Systems Manager manages, as it says itself. */
export interface ManagedNode {
  readonly nodeId: string;
  readonly connection: 'online' | 'offline';
  /** ISO 8601; null where the node was never heard of. */
  readonly lastPingAt: string | null;
  /** Null where the node did not tell yet. */
  readonly platform: {
    readonly type: 'linux' | 'windows' | 'macos';
    readonly name: string;
    readonly version: string;
  } | null;
  /** Of SSM Agent itself. */
  readonly agentVersion: string | null;
}

/** One entry of the inventory type AWS:Application, as the node's own package manager told it. */
export interface Application {
  readonly name: string;
  readonly version: string;
  /** Of rpm packages alone, and not told by older SSM Agents. */
  readonly release: string | null;
  readonly epoch: string | null;
  /** Such as `curl_8.5.0-2_amd64.deb`. */
  readonly packageId: string | null;
}

export interface Software {
  /** When the node looked, ISO 8601; null where it never did. */
  readonly capturedAt: string | null;
  readonly applications: readonly Application[];
}

export type Tags = Readonly<Record<string, string>>;

/** The most nodes in a page, and the most that are asked for at once. */
export const NODES_IN_A_PAGE = 50;

/** The cursor of a walk is not understood any more: begin again. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

export interface Nodes {
  /** The managed nodes of the account and region, at most 50 at a time and sometimes none of them. @throws CursorExpired */
  page(cursor: string | null): Promise<Page<ManagedNode>>;
  /** Which of these nodes, at most 50, told that they have one of the applications: exact names, or beginnings with a `*` behind. */
  having(nodeIds: readonly string[], applications: readonly string[]): Promise<ReadonlySet<string>>;
  /** What the node told of these applications; nothing where it is gone or told nothing. */
  software(nodeId: string, applications: readonly string[]): Promise<Software>;
  /** The tags of a hybrid node (`mi-…`); null where it is gone. */
  tags(nodeId: string): Promise<Tags | null>;
}

/** An EC2 instance. */
export interface Instance {
  /** In EC2's own words, such as `running` or `terminated`. */
  readonly state: string;
  /** Such as `arm64`. */
  readonly architecture: string | null;
  readonly tags: Tags;
}

export interface Instances {
  /** The instances with these ids, at most 50, that EC2 knows: it forgets one about an hour after its end. */
  describe(instanceIds: readonly string[]): Promise<ReadonlyMap<string, Instance>>;
}

/** How far a walk over the nodes has come, so that a later call goes on with it. */
export interface Walks {
  /** The last walk, which may be under way. */
  last(): Promise<Walk | undefined>;
  /** Writes the walk where the stored revision is still `walk.revision`, 0 being none; answers it with the new one. @throws ConcurrentWrite */
  save(walk: Walk): Promise<Walk>;
  /** Stores nodes that the walk has seen, at most 2,050, as its chunk of this number, in place of one of the same number. */
  keepSeen(walk: Walk, chunk: number, nodeIds: readonly string[]): Promise<void>;
  /** The nodes of all chunks that the walk counts. */
  seen(walk: Walk): Promise<ReadonlySet<string>>;
}
