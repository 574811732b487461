import {
  DescribeInstanceInformationCommand,
  InvalidInstanceId,
  InvalidNextToken,
  InvalidResourceId,
  ListInventoryEntriesCommand,
  ListTagsForResourceCommand,
  paginateGetInventory,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import * as z from 'zod';
import {
  type Application,
  CursorExpired,
  type ManagedNode,
  NODES_IN_A_PAGE,
  type Nodes,
  type Software,
  type Tags,
} from '../domain/discovery-ports.ts';
import type { Page } from '../domain/ports.ts';
import { storableTags } from '../domain/tags.ts';

/** A filter of the inventory takes at most 40 values, and its answers have at most 50 entities or entries a page. */
const VALUES_OF_A_FILTER = 40;
const INVENTORY_PAGE = 50;

const APPLICATION = 'AWS:Application';

/** Managed nodes and their inventory as Systems Manager has them, in this account and region. */
export class SsmNodes implements Nodes {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  async page(cursor: string | null): Promise<Page<ManagedNode>> {
    const query = { MaxResults: NODES_IN_A_PAGE, ...(cursor !== null && { NextToken: cursor }) };
    const answer = await this.#client.send(new DescribeInstanceInformationCommand(query)).catch((error) => {
      throw error instanceof InvalidNextToken ? new CursorExpired(error.message) : error;
    });
    return {
      items: z.array(nodeSchema).parse(answer.InstanceInformationList ?? []),
      nextCursor: answer.NextToken || null,
    };
  }

  /**
   * GetInventory finds nodes by their applications, and then tells nothing of these: AWS:InstanceInformation and AWS:PatchSummary are all
   * that it answers (aws/aws-sdk#640).
   */
  async having(nodeIds: readonly string[], applications: readonly string[]): Promise<ReadonlySet<string>> {
    const queries = groupsOf(nodeIds).flatMap((ids) =>
      nameFilters(applications).map((named) => [{ Key: 'AWS:InstanceInformation.InstanceId', Values: ids }, named]),
    );
    return new Set((await Promise.all(queries.map((filters) => this.#nodesWith(filters)))).flat());
  }

  async #nodesWith(filters: readonly { Key: string; Values: string[] }[]): Promise<string[]> {
    const found: string[] = [];
    const config = { client: this.#client, pageSize: INVENTORY_PAGE };
    const Filters = filters.map((filter) => ({ Type: 'Equal' as const, ...filter }));
    for await (const { Entities } of paginateGetInventory(config, { Filters }))
      found.push(...(Entities ?? []).flatMap(({ Id }) => Id ?? []));
    return found;
  }

  async software(nodeId: string, applications: readonly string[]): Promise<Software> {
    const told = await Promise.all(nameFilters(applications).map((named) => this.#entries(nodeId, named)));
    return {
      capturedAt: told.find(({ capturedAt }) => capturedAt !== null)?.capturedAt ?? null,
      applications: told.flatMap((one) => one.applications),
    };
  }

  async #entries(nodeId: string, filter: ReturnType<typeof nameFilters>[number]): Promise<Software> {
    const applications: Application[] = [];
    let capturedAt: string | null = null;
    let token: string | undefined;
    do {
      const query = { InstanceId: nodeId, TypeName: APPLICATION, Filters: [filter], MaxResults: INVENTORY_PAGE };
      const answer = await this.#client
        .send(new ListInventoryEntriesCommand({ ...query, ...(token && { NextToken: token }) }))
        .catch(unlessGone(InvalidInstanceId));
      applications.push(...z.array(applicationSchema).parse(answer?.Entries ?? []));
      capturedAt ??= answer?.CaptureTime || null;
      token = answer?.NextToken;
    } while (token);
    return { capturedAt, applications };
  }

  async tags(nodeId: string): Promise<Tags | null> {
    const query = { ResourceType: 'ManagedInstance' as const, ResourceId: nodeId };
    const answer = await this.#client.send(new ListTagsForResourceCommand(query)).catch(unlessGone(InvalidResourceId));
    if (answer === undefined) return null;
    return storableTags((answer.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  }
}

const platforms = { Linux: 'linux', Windows: 'windows', MacOS: 'macos' } as const;

/** `Inactive` is deprecated and, like ConnectionLost, no connection. */
const nodeSchema = z
  .object({
    InstanceId: z.string(),
    PingStatus: z.string(),
    LastPingDateTime: z.date().optional(),
    PlatformType: z.enum(['Linux', 'Windows', 'MacOS']).optional(),
    PlatformName: z.string().default(''),
    PlatformVersion: z.string().default(''),
    AgentVersion: z.string().optional(),
  })
  .transform(
    (node): ManagedNode => ({
      nodeId: node.InstanceId,
      connection: node.PingStatus === 'Online' ? 'online' : 'offline',
      lastPingAt: node.LastPingDateTime?.toISOString() ?? null,
      platform:
        node.PlatformType === undefined
          ? null
          : { type: platforms[node.PlatformType], name: node.PlatformName, version: node.PlatformVersion },
      agentVersion: node.AgentVersion || null,
    }),
  );

const applicationSchema = z
  .object({
    Name: z.string(),
    Version: z.string().default(''),
    Release: z.string().optional(),
    Epoch: z.string().optional(),
    PackageId: z.string().optional(),
  })
  .transform(
    ({ Name, Version, Release, Epoch, PackageId }): Application => ({
      name: Name,
      version: Version,
      release: Release || null,
      epoch: Epoch || null,
      packageId: PackageId || null,
    }),
  );

/** Filters are of one type each, and a request's filters have all to hold: so exact names and beginnings are asked for apart. */
function nameFilters(applications: readonly string[]) {
  const key = `${APPLICATION}.Name`;
  const exact = applications.filter((name) => !name.endsWith('*'));
  const beginnings = applications.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return [
    { Key: key, Type: 'Equal' as const, Values: exact },
    { Key: key, Type: 'BeginWith' as const, Values: beginnings },
  ].filter(({ Values }) => Values.length > 0);
}

const groupsOf = (nodeIds: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(nodeIds.length / VALUES_OF_A_FILTER) }, (_, group) =>
    nodeIds.slice(group * VALUES_OF_A_FILTER, (group + 1) * VALUES_OF_A_FILTER),
  );

/** A node may be deregistered between the page that names it and the question about it. */
const unlessGone =
  (gone: typeof InvalidInstanceId | typeof InvalidResourceId) =>
  (error: unknown): undefined => {
    if (!(error instanceof gone)) throw error;
  };
