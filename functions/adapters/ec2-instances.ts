import { EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Instance, Instances } from '../domain/discovery-ports.ts';
import { storableTags } from '../domain/tags.ts';

/**
 * Describe actions take 20 calls a second in an account and region, and 100 at once (EC2's developer guide, request throttling); others share
 * them, hence adaptive.
 */
export const ec2Client = (): EC2Client => new EC2Client({ retryMode: 'adaptive', maxAttempts: 8 });

/** One page takes up to 1,000; a filter takes up to 200 values. */
const PAGE = 1_000;

const instanceSchema = z.object({
  InstanceId: z.string(),
  State: z.object({ Name: z.string() }),
  Architecture: z.string().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string().default('') })).default([]),
});

/** EC2 instances of this account and region. */
export class Ec2Instances implements Instances {
  readonly #client: EC2Client;

  constructor(client: EC2Client) {
    this.#client = client;
  }

  /** By a filter: asked for by `InstanceIds`, one id that EC2 forgot would make an error of the whole answer. */
  async describe(instanceIds: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
    const found = new Map<string, Instance>();
    if (instanceIds.length === 0) return found;
    const query = { Filters: [{ Name: 'instance-id', Values: [...instanceIds] }] };
    for await (const { Reservations } of paginateDescribeInstances({ client: this.#client, pageSize: PAGE }, query)) {
      const instances = (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
      for (const { InstanceId, State, Architecture, Tags } of z.array(instanceSchema).parse(instances)) {
        const tags = storableTags(Tags.map(({ Key, Value }) => [Key, Value]));
        found.set(InstanceId, { state: State.Name, architecture: Architecture ?? null, tags });
      }
    }
    return found;
  }
}
