import type { ManagedNode } from './managed-node.ts';

export type PingStatus = 'Online' | 'ConnectionLost';

export interface Registration {
  readonly node: ManagedNode;
  pingStatus: PingStatus;
  /** Milliseconds since the epoch. */
  lastPingAt: number;
  /** Runs when the node is online again: deliveries that wait for it. */
  readonly waiting: Set<() => void>;
}

/** The managed nodes of the account, in the order in which they were added. */
export class Fleet {
  readonly #registrations = new Map<string, Registration>();

  add(node: ManagedNode, pingStatus: PingStatus, now: number): void {
    this.#registrations.set(node.id, { node, pingStatus, lastPingAt: now, waiting: new Set() });
  }

  remove(id: string): void {
    this.#registrations.delete(id);
  }

  get(id: string): Registration | undefined {
    return this.#registrations.get(id);
  }

  all(): Registration[] {
    return [...this.#registrations.values()];
  }

  /** @throws Error when there is no such node. */
  setPingStatus(id: string, pingStatus: PingStatus, now: number): void {
    const registration = this.#registrations.get(id);
    if (registration === undefined) throw new Error(`There is no managed node ${id}.`);
    registration.pingStatus = pingStatus;
    if (pingStatus === 'ConnectionLost') return;
    registration.lastPingAt = now;
    const waiting = [...registration.waiting];
    registration.waiting.clear();
    for (const deliver of waiting) deliver();
  }
}
