import {
  CommandRejected,
  type CommandRequest,
  type Commands,
  type DocumentKind,
  type Invocation,
  NodeForbidden,
  UnknownNode,
} from '../../functions/domain/ports.ts';

interface SentCommand {
  readonly id: string;
  readonly request: CommandRequest;
  readonly sentAt: Date;
  readonly invocations: Map<string, Invocation>;
}

/** Run Command in memory. Nodes answer when the test says so. */
export class MemoryCommands implements Commands {
  readonly sent: SentCommand[] = [];
  readonly #forbidden = new Set<string>();
  readonly #connections = new Map<string, 'online' | 'offline'>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Makes the node known; without a connection it is forgotten. */
  connect(nodeId: string, connection: 'online' | 'offline' | undefined): void {
    if (connection === undefined) this.#connections.delete(nodeId);
    else this.#connections.set(nodeId, connection);
  }

  /** The node ends its part of the newest command that it has of this kind. */
  answer(document: DocumentKind, nodeId: string, detail: string, output = ''): void {
    this.#newest(document, nodeId).set(nodeId, { nodeId, over: true, detail, output });
  }

  /** The node has not ended its part, and this is how far it is. */
  delay(document: DocumentKind, nodeId: string, detail: string): void {
    this.#newest(document, nodeId).set(nodeId, { nodeId, over: false, detail, output: '' });
  }

  #newest(document: DocumentKind, nodeId: string): Map<string, Invocation> {
    const command = this.sent.findLast(
      ({ request, invocations }) => request.document === document && invocations.has(nodeId),
    );
    if (command === undefined) throw new Error(`${nodeId} has no ${document} command.`);
    return command.invocations;
  }

  /** The node is one that this deployment may not send to. */
  forbid(nodeId: string): void {
    this.#forbidden.add(nodeId);
  }

  async send(request: CommandRequest): Promise<string> {
    if (request.nodeIds.some((nodeId) => this.#forbidden.has(nodeId)))
      throw new NodeForbidden('AccessDeniedException: not authorized');
    if (request.nodeIds.some((nodeId) => !this.#connections.has(nodeId))) throw new UnknownNode('InvalidInstanceId');
    if ((request.documentVersion ?? '1') !== '1') throw new CommandRejected('InvalidDocumentVersion');
    // A document of ours takes one plain word for each parameter; AWS-ConfigureAWSPackage has values with blanks.
    const plain = request.document === 'distributor' ? /^[\w.+~:/ -]*$/ : /^[\w.+~:-]*$/;
    const odd = Object.entries(request.parameters).find(([, value]) => !plain.test(value));
    if (odd !== undefined) throw new CommandRejected(`InvalidParameters: ${odd[0]}`);
    const running = (nodeId: string): Invocation => ({ nodeId, over: false, detail: 'InProgress', output: '' });
    const invocations = new Map(request.nodeIds.map((nodeId) => [nodeId, running(nodeId)]));
    const id = `command-${this.sent.length + 1}`;
    this.sent.push({ id, request, sentAt: this.#now(), invocations });
    return id;
  }

  async find(document: DocumentKind, comment: string, since: Date) {
    return this.sent
      .filter(({ request, sentAt }) => request.document === document && request.comment === comment && sentAt >= since)
      .map(({ id, request }) => ({ id, nodeIds: request.nodeIds }));
  }

  async invocations(commandId: string): Promise<readonly Invocation[]> {
    return [...(this.sent.find(({ id }) => id === commandId)?.invocations.values() ?? [])];
  }

  async cancel(commandId: string): Promise<void> {
    const command = this.sent.find(({ id }) => id === commandId);
    for (const invocation of command?.invocations.values() ?? []) {
      if (!invocation.over)
        command?.invocations.set(invocation.nodeId, { ...invocation, over: true, detail: 'Cancelled' });
    }
  }

  async connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>> {
    return new Map([...this.#connections].filter(([nodeId]) => nodeIds.includes(nodeId)));
  }
}
