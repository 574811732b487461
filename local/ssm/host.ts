import type { CommandDocument } from '../../lib/documents/documents.ts';
import { AwsError } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import { handOver } from './aws-documents/hand-over.ts';
import { type Command, commandState, type Invocation, type InvocationDetails, isOver, limit } from './command.ts';
import { Documents } from './documents.ts';
import { type CommandEvent, commandEvent, type Place } from './events.ts';
import { Fleet, type PingStatus } from './fleet.ts';
import type { CommandLog } from './kept-commands.ts';
import type { ManagedNode, Report } from './managed-node.ts';
import { newCommand } from './new-command.ts';
import { cancelCommandRequest, parseRequest } from './requests.ts';

export interface SsmHostOptions extends Place {
  readonly clock: Clock;
  /** Answers a UUID: command ids have 36 characters. */
  readonly newId: () => string;
  /** By name. */
  readonly documents: ReadonlyMap<string, CommandDocument>;
  /** Called on every change of a command's status, once and in order: what EventBridge makes of it is the caller's. */
  readonly onEvent?: (event: CommandEvent) => void;
  /** Milliseconds for which reads do not see a new command yet; SSM is eventually consistent. */
  readonly visibilityLagMs?: number;
  /** Where commands are kept, so that they outlive this host; nowhere unless given. */
  readonly log?: CommandLog;
}

interface Sent {
  readonly command: Command;
  status: string;
  /** Takes back the timer of its expiry. */
  readonly keep: () => void;
}

/** Systems Manager Run Command for nodes of this machine: sends, cancels and expires commands. Reads are in queries.ts. */
export class SsmHost {
  readonly fleet = new Fleet();
  readonly documents: Documents;
  readonly #sent = new Map<string, Sent>();

  constructor(readonly options: SsmHostOptions) {
    this.documents = new Documents(options.documents);
  }

  addNode(node: ManagedNode, pingStatus: PingStatus = 'Online'): void {
    this.fleet.add(node, pingStatus, this.options.clock.now());
  }

  /** A node that comes online takes what still waits for it; one that is lost finishes what it has begun. */
  setPingStatus(id: string, pingStatus: PingStatus): void {
    this.fleet.setPingStatus(id, pingStatus, this.options.clock.now());
  }

  /** What reads see, oldest first. */
  visibleCommands(): Command[] {
    return [...this.#sent.values()].map(({ command }) => command).filter((command) => this.#isVisible(command));
  }

  visibleCommand(id: string): Command | undefined {
    const command = this.#sent.get(id)?.command;
    return command !== undefined && this.#isVisible(command) ? command : undefined;
  }

  /** Sends on the clock's next turn, so that the answer says Pending. @throws AwsError as newCommand does */
  sendCommand(input: unknown): Command {
    const { fleet, documents } = this;
    const { clock, newId } = this.options;
    const facts = { id: newId(), sequence: this.#sent.size, now: clock.now(), documents, fleet };
    const command = newCommand(input, facts);
    this.options.log?.sent(command);
    this.#take(command);
    clock.schedule(0, () => this.#dispatch(command));
    return command;
  }

  /**
   * Takes up the commands of a host before this one, after the nodes were added. What a node had not begun is delivered as if nothing had been;
   * what it was at has failed without a word, since whoever waited for its end is gone, whatever the script goes on to do.
   */
  resume(commands: readonly Command[]): void {
    for (const command of commands) {
      this.#take(command);
      for (const invocation of command.invocations.filter((one) => !isOver(one) && one.startedAt !== undefined)) {
        Object.assign(invocation, { endedAt: this.options.clock.now(), exitCode: KILLED });
        this.#change(command, invocation, invocation.details === 'Cancelling' ? 'Cancelled' : 'Failed');
      }
      this.options.clock.schedule(0, () => this.#dispatch(command));
    }
  }

  #take(command: Command): void {
    const { clock } = this.options;
    const keep = clock.schedule(command.expiresAt - clock.now(), () => this.#expire(command));
    this.#sent.set(command.id, { command, status: commandState(command).status, keep });
    if (command.invocations.every(isOver)) keep();
  }

  /**
   * What no node has yet ends at once; the rest is Cancelling until its node reports how it ended.
   * @throws AwsError InvalidCommandId, InvalidInstanceId, ValidationException
   */
  cancelCommand(input: unknown): void {
    const { CommandId, InstanceIds } = parseRequest(cancelCommandRequest, input);
    const command = this.#sent.get(CommandId)?.command;
    if (command === undefined) throw new AwsError('InvalidCommandId', `There is no command ${CommandId}.`);
    const sentTo = command.invocations.map(({ instanceId }) => instanceId);
    if (InstanceIds?.some((id) => !sentTo.includes(id)))
      throw new AwsError('InvalidInstanceId', 'The command was not sent to that node.');
    const open = command.invocations.filter((one) => !isOver(one) && (InstanceIds?.includes(one.instanceId) ?? true));
    command.cancelled ||= InstanceIds === undefined && open.length > 0;
    for (const invocation of open) {
      const isRunning = invocation.details !== 'Pending';
      this.#change(command, invocation, isRunning ? 'Cancelling' : 'Cancelled');
      if (isRunning) invocation.abort.abort();
    }
  }

  /** Cancels whatever runs and takes the timers back, so that no process and no timer is left behind. */
  stop(): void {
    for (const { command, keep } of this.#sent.values()) {
      keep();
      for (const { abort } of command.invocations) abort.abort();
    }
  }

  #isVisible(command: Command): boolean {
    return this.options.clock.now() >= command.requestedAt + (this.options.visibilityLagMs ?? 0);
  }

  /** Starts as many as MaxConcurrency allows. One that waits for its node to be online takes a place, too. */
  #dispatch(command: Command): void {
    const places = Math.max(1, limit(command.maxConcurrency, command.invocations.length));
    let active = command.invocations.filter((one) => one.dispatched && !isOver(one)).length;
    for (const invocation of command.invocations) {
      if (active >= places) return;
      if (invocation.dispatched || isOver(invocation)) continue;
      invocation.dispatched = true;
      active += 1;
      this.#deliver(command, invocation);
    }
  }

  #deliver(command: Command, invocation: Invocation): void {
    const now = this.options.clock.now();
    if (isOver(invocation) || now > command.deliverUntil) return; // too late: it stays Pending until the command expires
    const registration = this.fleet.get(invocation.instanceId);
    if (registration === undefined) this.#change(command, invocation, 'Undeliverable');
    else if (registration.pingStatus === 'Online') void this.#run(command, invocation, registration.node);
    else registration.waiting.add(() => this.#deliver(command, invocation));
  }

  async #run(command: Command, invocation: Invocation, node: ManagedNode): Promise<void> {
    invocation.startedAt = this.options.clock.now();
    this.#change(command, invocation, 'InProgress');
    const report = await handOver(command, node, invocation.abort.signal).catch(
      (error): Report => ({ kind: 'ended', exitCode: 1, stdout: '', stderr: String(error) }),
    );
    if (isOver(invocation)) return; // the command expired before the node reported
    invocation.endedAt = this.options.clock.now();
    invocation.exitCode = exitCode(report);
    if (report.kind === 'ended') Object.assign(invocation, { stdout: report.stdout, stderr: report.stderr });
    this.#change(command, invocation, detailsOf(report));
  }

  #expire(command: Command): void {
    for (const invocation of command.invocations)
      if (!isOver(invocation)) this.#change(command, invocation, 'DeliveryTimedOut');
  }

  #change(command: Command, invocation: Invocation, details: InvocationDetails): void {
    invocation.details = details;
    const { errors } = commandState(command);
    if (errors > limit(command.maxErrors, command.invocations.length))
      for (const other of command.invocations.filter(({ details }) => details === 'Pending')) {
        other.details = 'Terminated';
        this.options.log?.changed(command, other);
      }
    this.options.log?.changed(command, invocation);
    this.#publish(command);
    if (isOver(invocation)) this.#dispatch(command);
  }

  #publish(command: Command): void {
    const { clock, newId, onEvent } = this.options;
    const { status, completed } = commandState(command);
    const sent = this.#sent.get(command.id);
    if (sent === undefined || sent.status === status) return;
    sent.status = status;
    if (completed === command.invocations.length) sent.keep();
    onEvent?.(commandEvent(command, status, newId(), clock.now(), this.options));
  }
}

/** As SSM Agent reports it for a script that it killed. */
const KILLED = 137;

function exitCode(report: Report): number {
  if (report.kind === 'ended') return report.exitCode;
  return report.kind === 'undeliverable' ? -1 : KILLED;
}

function detailsOf(report: Report): InvocationDetails {
  switch (report.kind) {
    case 'ended':
      return report.exitCode === 0 ? 'Success' : 'Failed';
    case 'timedOut':
      return 'ExecutionTimedOut';
    case 'cancelled':
      return 'Cancelled';
    case 'undeliverable':
      return 'Undeliverable';
  }
}
