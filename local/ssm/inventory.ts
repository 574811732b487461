import { AwsError } from '../aws-json.ts';
import type { SsmHost } from './host.ts';
import type { InstalledApplication, ManagedNode } from './managed-node.ts';
import { page } from './paging.ts';
import {
  getInventoryRequest,
  listInventoryEntriesRequest,
  listTagsForResourceRequest,
  parseRequest,
} from './requests.ts';

interface Filter {
  readonly Key: string;
  readonly Type: string;
  readonly Values: readonly string[];
}

/**
 * The nodes for which all filters hold, in the order of their ids. Like Systems Manager it finds nodes by what is installed on them and
 * then tells nothing of it: AWS:InstanceInformation and AWS:PatchSummary are the only types that it answers.
 * @throws AwsError
 */
export function getInventory(host: SsmHost, input: unknown) {
  const { Filters, ResultAttributes, MaxResults, NextToken } = parseRequest(getInventoryRequest, input);
  for (const { TypeName } of ResultAttributes)
    if (TypeName !== 'AWS:InstanceInformation')
      throw new AwsError('InvalidResultAttributeException', `Result type name ${TypeName} is not supported.`);
  const nodes = host.fleet.all().map(({ node }) => node);
  const found = nodes.filter((node) => Filters.every((filter) => holds(node, filter)));
  const { items, nextToken } = page(found.sort(byId), ({ id }) => id, MaxResults, NextToken);
  const entities = items.map(({ id, agentVersion, computerName }) => {
    const Content = [
      { InstanceId: id, AgentVersion: agentVersion, ComputerName: computerName, InstanceStatus: 'Active' },
    ];
    const item = { TypeName: 'AWS:InstanceInformation', SchemaVersion: '1.0', Content };
    return { Id: id, Data: { 'AWS:InstanceInformation': item } };
  });
  return { Entities: entities, ...(nextToken && { NextToken: nextToken }) };
}

/** What the node told of its applications; nothing of a node that told nothing, or of another type. @throws AwsError InvalidInstanceId */
export function listInventoryEntries(host: SsmHost, input: unknown) {
  const request = parseRequest(listInventoryEntriesRequest, input);
  const node = host.fleet.get(request.InstanceId)?.node;
  if (node === undefined) throw new AwsError('InvalidInstanceId', `There is no managed node ${request.InstanceId}.`);
  const about = { InstanceId: node.id, TypeName: request.TypeName, SchemaVersion: '1.1' };
  const { software } = node;
  if (software === undefined || request.TypeName !== 'AWS:Application') return { ...about, Entries: [] };
  const numbered = software.applications
    .filter((application) => request.Filters.every((filter) => isNamed(application, filter)))
    .map((application, index) => ({ application, key: String(index) }));
  const { items, nextToken } = page(numbered, ({ key }) => key, request.MaxResults, request.NextToken);
  const entries = { CaptureTime: software.capturedAt, Entries: items.map(({ application }) => application) };
  return { ...about, ...entries, ...(nextToken && { NextToken: nextToken }) };
}

/** The tags of a hybrid node; those of an EC2 instance are EC2's. @throws AwsError InvalidResourceId */
export function listTagsForResource(host: SsmHost, input: unknown) {
  const { ResourceId } = parseRequest(listTagsForResourceRequest, input);
  const node = host.fleet.get(ResourceId)?.node;
  if (node === undefined) throw new AwsError('InvalidResourceId', `There is no managed node ${ResourceId}.`);
  return { TagList: Object.entries(node.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) };
}

function holds(node: ManagedNode, filter: Filter): boolean {
  if (filter.Key === 'AWS:InstanceInformation.InstanceId') return compares(node.id, filter);
  return (node.software?.applications ?? []).some((application) => isNamed(application, filter));
}

/** @throws AwsError InvalidFilter */
function isNamed({ Name }: InstalledApplication, filter: Filter): boolean {
  if (filter.Key !== 'AWS:Application.Name')
    throw new AwsError('InvalidFilter', `Filter ${filter.Key} is not known here.`);
  return compares(Name, filter);
}

function compares(text: string, { Type, Values }: Filter): boolean {
  if (Type === 'Equal') return Values.includes(text);
  if (Type === 'BeginWith') return Values.some((value) => text.startsWith(value));
  throw new AwsError('InvalidFilter', `A filter of type ${Type} is not known here.`);
}

const byId = (one: ManagedNode, other: ManagedNode): number => (one.id < other.id ? -1 : 1);
