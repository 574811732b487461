import {
  CancelCommandCommand,
  type CommandInvocation,
  InvalidInstanceId,
  paginateListCommandInvocations,
  paginateListCommands,
  SendCommandCommand,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import { withoutArns, withoutValues } from '../domain/error-words.ts';
import {
  CommandRejected,
  type CommandRequest,
  type Commands,
  type DocumentKind,
  type Invocation,
  NodeForbidden,
  UnknownNode,
} from '../domain/ports.ts';
import { outputOf } from './plugin-output.ts';
import { SsmConnections } from './ssm-connections.ts';
import type { DocumentNames } from './ssm-documents.ts';

const ATTEMPTS = 8;

const THROTTLED = /Throttl|TooManyRequests|RequestLimit/;

/**
 * A repeated SendCommand is a second command: only a throttled one, which Systems Manager did not take, is sent again.
 * The rate of SendCommand is unpublished, hence adaptive.
 */
class OnlyWhenThrottled extends AdaptiveRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...[token, error]: Parameters<AdaptiveRetryStrategy['refreshRetryTokenForRetry']>
  ) {
    if (error.errorType !== 'THROTTLING') throw new Error('not throttled, so not sent again');
    return super.refreshRetryTokenForRetry(token, error);
  }
}

/** @param onThrottled called for each attempt that Systems Manager throttled */
export const readingSsmClient = (onThrottled?: () => void): SSMClient =>
  watchThrottling(new SSMClient({ retryMode: 'adaptive', maxAttempts: ATTEMPTS }), onThrottled);
export const sendingRetries = () => new OnlyWhenThrottled(async () => ATTEMPTS);
export const sendingSsmClient = (onThrottled?: () => void): SSMClient =>
  watchThrottling(new SSMClient({ retryStrategy: sendingRetries() }), onThrottled);

/** Behind the retries, which else hide it. */
export function watchThrottling(client: SSMClient, onThrottled: () => void = () => undefined): SSMClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof SSMServiceException && THROTTLED.test(error.name)) onThrottled();
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'watchThrottling' },
  );
  return client;
}

/** Systems Manager Run Command, in this account and region. */
export class SsmCommands implements Commands {
  readonly #documents: DocumentNames;
  readonly #reading: SSMClient;
  readonly #sending: SSMClient;
  readonly #connections: SsmConnections;

  constructor(documents: DocumentNames, reading: SSMClient, sending: SSMClient) {
    this.#documents = documents;
    this.#reading = reading;
    this.#sending = sending;
    this.#connections = new SsmConnections(reading);
  }

  async send(request: CommandRequest): Promise<string> {
    try {
      const { Command } = await this.#sending.send(
        new SendCommandCommand({
          DocumentName: this.#documents[request.document],
          DocumentVersion: request.documentVersion,
          Parameters: Object.fromEntries(Object.entries(request.parameters).map(([name, value]) => [name, [value]])),
          InstanceIds: [...request.nodeIds],
          Comment: request.comment,
          TimeoutSeconds: request.deliverySeconds,
          // The rollout decides how many run at once and when to stop; the defaults, 50 and 0 errors, would cut in.
          MaxConcurrency: '100%',
          MaxErrors: '100%',
        }),
      );
      if (Command?.CommandId === undefined) throw new Error('SendCommand answered no command id.');
      return Command.CommandId;
    } catch (error) {
      throw refusal(error, Object.values(request.parameters));
    }
  }

  async find(document: DocumentKind, comment: string, since: Date) {
    const Filters = [
      { key: 'InvokedAfter' as const, value: `${since.toISOString().slice(0, 19)}Z` },
      { key: 'DocumentName' as const, value: this.#documents[document] },
    ];
    const found: { id: string; nodeIds: string[] }[] = [];
    for await (const page of paginateListCommands({ client: this.#reading, pageSize: PAGE }, { Filters })) {
      for (const { Comment, CommandId, InstanceIds } of page.Commands ?? []) {
        if (Comment === comment && CommandId !== undefined) found.push({ id: CommandId, nodeIds: InstanceIds ?? [] });
      }
    }
    return found;
  }

  async invocations(commandId: string): Promise<readonly Invocation[]> {
    const invocations: Invocation[] = [];
    const query = { CommandId: commandId, Details: true };
    for await (const page of paginateListCommandInvocations({ client: this.#reading, pageSize: PAGE }, query)) {
      invocations.push(...(page.CommandInvocations ?? []).map(toInvocation));
    }
    return invocations;
  }

  async cancel(commandId: string): Promise<void> {
    await this.#reading.send(new CancelCommandCommand({ CommandId: commandId }));
  }

  connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>> {
    return this.#connections.connections(nodeIds);
  }
}

/** The most that both lists answer in a page. */
const PAGE = 50;

const OVER: ReadonlySet<string> = new Set(['Success', 'Failed', 'Cancelled', 'TimedOut']);

function toInvocation({ InstanceId, Status, StatusDetails, CommandPlugins }: CommandInvocation): Invocation {
  const plugins = CommandPlugins ?? [];
  const over = OVER.has(Status ?? '');
  const ends = plugins.flatMap(({ ResponseFinishDateTime: end }) => (end === undefined ? [] : [end.getTime()]));
  return {
    nodeId: InstanceId ?? '',
    over,
    detail: StatusDetails ?? Status ?? '',
    output: outputOf(plugins.map(({ Output }) => Output ?? '')),
    ...(over && ends.length > 0 && { endedAt: new Date(Math.max(...ends)) }),
  };
}

/** Agents show what was refused. A client error other than throttling means that nothing was sent; all others leave that open. */
function refusal(error: unknown, values: readonly string[]): unknown {
  if (error instanceof InvalidInstanceId) return new UnknownNode(error.message);
  if (!(error instanceof SSMServiceException)) return error;
  const status = error.$metadata.httpStatusCode ?? 500;
  const isFinal = status >= 400 && status < 500 && status !== 429 && !THROTTLED.test(error.name);
  if (!isFinal) return error;
  const words = `${error.name}: ${withoutArns(withoutValues(error.message, values))}`;
  return error.name === 'AccessDeniedException' ? new NodeForbidden(words) : new CommandRejected(words);
}
