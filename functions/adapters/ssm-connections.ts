import { paginateDescribeInstanceInformation, type SSMClient } from '@aws-sdk/client-ssm';
import type { Connections } from '../domain/ports.ts';

/** The most that DescribeInstanceInformation answers in a page. */
const PAGE = 50;

/** The managed nodes of Systems Manager, in this account and region. */
export class SsmConnections implements Connections {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  async connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>> {
    const connections = new Map<string, 'online' | 'offline'>();
    const query = { Filters: [{ Key: 'InstanceIds', Values: [...nodeIds] }] };
    for await (const page of paginateDescribeInstanceInformation({ client: this.#client, pageSize: PAGE }, query)) {
      for (const { InstanceId, PingStatus } of page.InstanceInformationList ?? []) {
        if (InstanceId !== undefined) connections.set(InstanceId, PingStatus === 'Online' ? 'online' : 'offline');
      }
    }
    return connections;
  }
}
