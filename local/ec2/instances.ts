import type { Fleet } from '../ssm/fleet.ts';

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface LocalInstance {
  readonly id: string;
  readonly state: InstanceState;
  readonly architecture: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The EC2 instances behind the fleet's nodes `i-…`: they run, unless told otherwise. One that was given a state stays in EC2 after its node
 * has left the fleet, until it is forgotten; a node whose instance is forgotten is one of which EC2 knows nothing.
 */
export class LocalInstances {
  readonly #fleet: Fleet;
  readonly #states = new Map<string, InstanceState | 'forgotten'>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  setState(id: string, state: InstanceState): void {
    this.#states.set(id, state);
  }

  /** As EC2 does about an hour after an instance's end. */
  forget(id: string): void {
    this.#states.set(id, 'forgotten');
  }

  /** In the order of their ids. */
  all(): readonly LocalInstance[] {
    const nodes = this.#fleet.all().map(({ node }) => node.id);
    const ids = [...new Set([...nodes, ...this.#states.keys()])].filter((id) => id.startsWith('i-')).sort();
    return ids.flatMap((id) => this.#instance(id) ?? []);
  }

  #instance(id: string): LocalInstance | undefined {
    const state = this.#states.get(id) ?? 'running';
    if (state === 'forgotten') return undefined;
    const node = this.#fleet.get(id)?.node;
    return { id, state, architecture: node?.platform?.architecture ?? 'x86_64', tags: node?.tags ?? {} };
  }
}
