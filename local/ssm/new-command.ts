import { AwsError } from '../aws-json.ts';
import { executionSeconds } from './aws-documents/documents.ts';
import type { Command, Invocation } from './command.ts';
import type { Documents } from './documents.ts';
import type { Fleet, Registration } from './fleet.ts';
import { resolveParameters } from './parameters.ts';
import { platformOf } from './platform.ts';
import { parseRequest, sendCommandRequest } from './requests.ts';

export interface NewCommandFacts {
  readonly id: string;
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly documents: Documents;
  readonly fleet: Fleet;
}

/**
 * The command that a SendCommand asks for, with nothing sent yet. One bad node id refuses the whole of it, as on AWS.
 * @throws AwsError InvalidDocument, InvalidDocumentVersion, InvalidInstanceId, DuplicateInstanceId, InvalidParameters, ValidationException
 */
export function newCommand(input: unknown, { id, sequence, now, documents, fleet }: NewCommandFacts): Command {
  const request = parseRequest(sendCommandRequest, input);
  const { content: document, version } = documents.find(request.DocumentName, request.DocumentVersion);
  if (new Set(request.InstanceIds).size < request.InstanceIds.length)
    throw new AwsError('DuplicateInstanceId', 'A node is named twice.');
  const nodes = request.InstanceIds.map((instanceId) => managed(fleet, instanceId));
  const executionTimeoutSeconds = Math.max(...nodes.map(({ node }) => executionSeconds(platformOf(node), document)));
  return {
    id,
    sequence,
    documentName: request.DocumentName,
    documentVersion: version,
    document,
    given: request.Parameters,
    parameters: resolveParameters(document, request.Parameters),
    comment: request.Comment,
    timeoutSeconds: request.TimeoutSeconds,
    executionTimeoutSeconds,
    maxConcurrency: request.MaxConcurrency,
    maxErrors: request.MaxErrors,
    requestedAt: now,
    deliverUntil: now + request.TimeoutSeconds * 1000,
    expiresAt: now + (request.TimeoutSeconds + executionTimeoutSeconds) * 1000,
    invocations: nodes.map(newInvocation),
    cancelled: false,
  };
}

function managed(fleet: Fleet, id: string): Registration {
  const registration = fleet.get(id);
  if (registration !== undefined) return registration;
  throw new AwsError('InvalidInstanceId', `Node ${id} is not in a valid state for the account.`);
}

const newInvocation = ({ node }: Registration): Invocation => ({
  instanceId: node.id,
  computerName: node.computerName,
  platform: platformOf(node),
  details: 'Pending',
  dispatched: false,
  exitCode: -1,
  stdout: '',
  stderr: '',
  abort: new AbortController(),
});
