import { matchesName } from '../../functions/domain/applications.ts';
import {
  CursorExpired,
  type Instance,
  type Instances,
  type ManagedNode,
  NODES_IN_A_PAGE,
  type Nodes,
  type Software,
  type Tags,
} from '../../functions/domain/discovery-ports.ts';
import type { Connections, Page } from '../../functions/domain/ports.ts';
import { storableTags } from '../../functions/domain/tags.ts';

/** A node as Systems Manager and EC2 see it together. */
export interface SeenNode {
  readonly node: ManagedNode;
  readonly tags: Tags;
  readonly software: Software;
  /** Null where EC2 knows no such instance; of no meaning for a hybrid node. */
  readonly instance: Pick<Instance, 'state' | 'architecture'> | null;
}

/** The managed nodes of a test, as both services tell of them. Cursors are positions: a node that goes makes a walk leave out another. */
export class MemoryNodes implements Nodes, Instances, Connections {
  readonly #nodes = new Map<string, SeenNode>();
  /** In the order in which they came, until another one comes. */
  #listed: readonly SeenNode[] | undefined;
  /** How often each method was called. */
  readonly calls: Record<string, number> = {};
  #age = 0;

  put(seen: SeenNode): void {
    this.#nodes.set(seen.node.nodeId, seen);
    this.#listed = undefined;
  }

  remove(nodeId: string): void {
    this.#nodes.delete(nodeId);
    this.#listed = undefined;
  }

  /** Cursors from before are not understood any more. */
  expireCursors(): void {
    this.#age += 1;
  }

  async page(cursor: string | null): Promise<Page<ManagedNode>> {
    this.#count('page');
    const [age, start] = (cursor ?? `${this.#age} 0`).split(' ').map(Number);
    if (age !== this.#age || start === undefined) throw new CursorExpired('The token is not valid.');
    this.#listed ??= [...this.#nodes.values()];
    const end = start + NODES_IN_A_PAGE;
    const items = this.#listed.slice(start, end).map(({ node }) => node);
    return { items, nextCursor: end < this.#listed.length ? `${age} ${end}` : null };
  }

  async having(nodeIds: readonly string[], applications: readonly string[]): Promise<ReadonlySet<string>> {
    this.#count('having');
    return new Set(nodeIds.filter((nodeId) => this.#installed(nodeId, applications).length > 0));
  }

  async software(nodeId: string, applications: readonly string[]): Promise<Software> {
    this.#count('software');
    const capturedAt = this.#nodes.get(nodeId)?.software.capturedAt ?? null;
    return { capturedAt, applications: this.#installed(nodeId, applications) };
  }

  async tags(nodeId: string): Promise<Tags | null> {
    this.#count('tags');
    const tags = this.#nodes.get(nodeId)?.tags;
    return tags === undefined ? null : storableTags(Object.entries(tags));
  }

  async describe(instanceIds: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
    this.#count('describe');
    return new Map(
      instanceIds.flatMap((id) => {
        const seen = this.#nodes.get(id);
        return seen?.instance ? [[id, { ...seen.instance, tags: storableTags(Object.entries(seen.tags)) }]] : [];
      }),
    );
  }

  async connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>> {
    this.#count('connections');
    return new Map(
      nodeIds.flatMap((nodeId) => {
        const seen = this.#nodes.get(nodeId);
        return seen === undefined ? [] : [[nodeId, seen.node.connection]];
      }),
    );
  }

  #installed(nodeId: string, names: readonly string[]) {
    const applications = this.#nodes.get(nodeId)?.software.applications ?? [];
    return applications.filter(({ name }) => names.some((pattern) => matchesName(pattern, name)));
  }

  #count(method: string): void {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
  }
}
