import { AwsError } from '../aws-json.ts';
import { commandAnswer, invocationAnswer, invocationDetailAnswer, nodeAnswer } from './answers.ts';
import { type Command, commandState, INVOCATION_STATUS, type Invocation } from './command.ts';
import type { Registration } from './fleet.ts';
import type { SsmHost } from './host.ts';
import { page } from './paging.ts';
import {
  describeInstanceInformationRequest,
  documentRequest,
  getCommandInvocationRequest,
  listCommandInvocationsRequest,
  listCommandsRequest,
  parseRequest,
} from './requests.ts';

/** Newest first. */
export function listCommands(host: SsmHost, input: unknown) {
  const { CommandId, InstanceId, Filters, MaxResults, NextToken } = parseRequest(listCommandsRequest, input);
  const found = commands(host, CommandId)
    .filter((command) => InstanceId === undefined || command.invocations.some((one) => one.instanceId === InstanceId))
    .filter((command) =>
      Filters.every((filter) =>
        matches(filter, command, [commandState(command).status, commandState(command).details]),
      ),
    );
  const { items, nextToken } = page(found, (command) => command.id, MaxResults, NextToken);
  return { Commands: items.map(commandAnswer), ...(nextToken && { NextToken: nextToken }) };
}

/** A command that is not seen yet has no invocations: an empty list, no error. */
export function listCommandInvocations(host: SsmHost, input: unknown) {
  const request = parseRequest(listCommandInvocationsRequest, input);
  const found = commands(host, request.CommandId)
    .flatMap((command) => command.invocations.map((invocation) => ({ command, invocation })))
    .filter(({ invocation }) => request.InstanceId === undefined || invocation.instanceId === request.InstanceId)
    .filter(({ command, invocation }) =>
      request.Filters.every((filter) => matches(filter, command, statusesOf(invocation))),
    );
  const key = ({ command, invocation }: (typeof found)[number]) => `${command.id}/${invocation.instanceId}`;
  const { items, nextToken } = page(found, key, request.MaxResults, request.NextToken);
  return {
    CommandInvocations: items.map(({ command, invocation }) => invocationAnswer(command, invocation, request.Details)),
    ...(nextToken && { NextToken: nextToken }),
  };
}

/** @throws AwsError InvocationDoesNotExist, also while the command is not seen yet; InvalidPluginName */
export function getCommandInvocation(host: SsmHost, input: unknown) {
  const { CommandId, InstanceId, PluginName } = parseRequest(getCommandInvocationRequest, input);
  const command = host.visibleCommand(CommandId);
  const invocation = command?.invocations.find((one) => one.instanceId === InstanceId);
  if (command === undefined || invocation === undefined)
    throw new AwsError('InvocationDoesNotExist', 'The command and the node match no invocation.');
  const answer = invocationDetailAnswer(command, invocation);
  if (PluginName !== undefined && PluginName !== answer.PluginName)
    throw new AwsError('InvalidPluginName', `The document has no step ${PluginName}.`);
  return answer;
}

/** @throws AwsError InvalidFilterKey */
export function describeInstanceInformation(host: SsmHost, input: unknown) {
  const { Filters, MaxResults, NextToken } = parseRequest(describeInstanceInformationRequest, input);
  const ids = Filters.find(({ Key }) => Key === 'InstanceIds')?.Values;
  const candidates = ids === undefined ? host.fleet.all() : ids.flatMap((id) => host.fleet.get(id) ?? []);
  const found = candidates.filter((node) => Filters.every(({ Key, Values }) => Values.includes(attribute(node, Key))));
  const { items, nextToken } = page(found, ({ node }) => node.id, MaxResults, NextToken);
  return { InstanceInformationList: items.map(nodeAnswer), ...(nextToken && { NextToken: nextToken }) };
}

const KIND = { DocumentType: 'Command', DocumentFormat: 'JSON', Status: 'Active' };

/** @throws AwsError InvalidDocument, InvalidDocumentVersion */
export function getDocument(host: SsmHost, input: unknown) {
  const { Name, DocumentVersion } = parseRequest(documentRequest, input);
  const { content, version } = host.documents.find(Name, DocumentVersion);
  return { Name, Content: JSON.stringify(content), DocumentVersion: version, ...KIND };
}

/** @throws AwsError InvalidDocument, InvalidDocumentVersion */
export function describeDocument(host: SsmHost, input: unknown) {
  const { Name, DocumentVersion } = parseRequest(documentRequest, input);
  const { version, newest } = host.documents.find(Name, DocumentVersion);
  return { Document: { Name, DocumentVersion: version, LatestVersion: newest, DefaultVersion: newest, ...KIND } };
}

function commands(host: SsmHost, id: string | undefined): Command[] {
  if (id === undefined) return host.visibleCommands().reverse();
  const command = host.visibleCommand(id);
  return command === undefined ? [] : [command];
}

/** Both Status and the detailed one: TimedOut finds either kind of timeout. */
const statusesOf = ({ details }: Invocation): string[] => [INVOCATION_STATUS[details], details];

function matches(filter: { key: string; value: string }, command: Command, statuses: readonly string[]): boolean {
  switch (filter.key) {
    case 'InvokedAfter':
      return command.requestedAt >= time(filter.value);
    case 'InvokedBefore':
      return command.requestedAt <= time(filter.value);
    case 'DocumentName':
      return command.documentName === filter.value;
    case 'Status':
      return statuses.includes(filter.value);
    default:
      throw new AwsError('InvalidFilterKey', `Filter ${filter.key} is not known here.`);
  }
}

function time(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new AwsError('ValidationException', `${text} is not a time.`);
  return milliseconds;
}

function attribute({ node, pingStatus }: Registration, key: string): string {
  switch (key) {
    case 'InstanceIds':
      return node.id;
    case 'PingStatus':
      return pingStatus;
    case 'AgentVersion':
      return node.agentVersion;
    default:
      throw new AwsError('InvalidFilterKey', `Filter ${key} is not known here.`);
  }
}
