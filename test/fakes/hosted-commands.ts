import { outputOf } from '../../functions/adapters/plugin-output.ts';
import {
  CommandRejected,
  type CommandRequest,
  type Commands,
  type DocumentKind,
  type Invocation,
  UnknownNode,
} from '../../functions/domain/ports.ts';
import { AwsError } from '../../local/aws-json.ts';
import { pluginAnswers } from '../../local/ssm/answers.ts';
import { type Command, isOver } from '../../local/ssm/command.ts';
import type { SsmHost } from '../../local/ssm/host.ts';

/** Names under which a host has our documents. */
export const hostedDocuments: Readonly<Record<DocumentKind, string>> = {
  package: 'FleetUpgrade-package-test',
  'os-package': 'FleetUpgrade-os-package-test',
  msi: 'FleetUpgrade-msi-test',
  'ssm-agent': 'AWS-UpdateSSMAgent',
  distributor: 'AWS-ConfigureAWSPackage',
  report: 'FleetUpgrade-report-test',
};

/** Run Command of a host in the same process, without a wire: for whole workflows on a virtual clock. */
export class HostedCommands implements Commands {
  readonly #host: SsmHost;

  constructor(host: SsmHost) {
    this.#host = host;
  }

  async send(request: CommandRequest): Promise<string> {
    try {
      return this.#host.sendCommand({
        DocumentName: hostedDocuments[request.document],
        DocumentVersion: request.documentVersion,
        Parameters: Object.fromEntries(Object.entries(request.parameters).map(([name, value]) => [name, [value]])),
        InstanceIds: [...request.nodeIds],
        Comment: request.comment,
        TimeoutSeconds: request.deliverySeconds,
        MaxConcurrency: '100%',
        MaxErrors: '100%',
      }).id;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'InvalidInstanceId') throw new UnknownNode(error.message);
      throw error.statusCode < 500 ? new CommandRejected(`${error.code}: ${error.message}`) : error;
    }
  }

  async find(document: DocumentKind, comment: string, since: Date) {
    return this.#commands()
      .filter(({ documentName }) => documentName === hostedDocuments[document])
      .filter((command) => command.comment === comment && command.requestedAt >= since.getTime())
      .map(({ id, invocations }) => ({ id, nodeIds: invocations.map(({ instanceId }) => instanceId) }));
  }

  async invocations(commandId: string): Promise<readonly Invocation[]> {
    const command = this.#commands().find(({ id }) => id === commandId);
    if (command === undefined) return [];
    return command.invocations.map((invocation) => ({
      nodeId: invocation.instanceId,
      over: isOver(invocation),
      detail: invocation.details,
      output: outputOf(pluginAnswers(command, invocation).map(({ Output }) => Output)),
      ...(invocation.endedAt !== undefined && { endedAt: new Date(invocation.endedAt) }),
    }));
  }

  async cancel(commandId: string): Promise<void> {
    this.#host.cancelCommand({ CommandId: commandId });
  }

  async connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>> {
    const known = nodeIds.flatMap((id) => this.#host.fleet.get(id) ?? []);
    return new Map(known.map(({ node, pingStatus }) => [node.id, pingStatus === 'Online' ? 'online' : 'offline']));
  }

  #commands(): readonly Command[] {
    return this.#host.visibleCommands();
  }
}
