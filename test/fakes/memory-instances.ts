import type { Instance, Instances } from '../../functions/domain/discovery-ports.ts';

/** EC2 in memory: knows the instances that it was told of. */
export class MemoryInstances implements Instances {
  readonly known = new Map<string, Instance>();

  /** @param state in EC2's own words, such as `running` or `terminated` */
  tell(instanceId: string, state: string, change: Partial<Instance> = {}): void {
    this.known.set(instanceId, { state, architecture: 'x86_64', tags: {}, ...change });
  }

  async describe(instanceIds: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
    return new Map(instanceIds.flatMap((id) => [...this.known].filter(([known]) => known === id)));
  }
}
