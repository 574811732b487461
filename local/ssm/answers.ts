import { type Command, commandState, INVOCATION_STATUS, type Invocation, isOver } from './command.ts';
import type { Registration } from './fleet.ts';
import { AMAZON_LINUX } from './managed-node.ts';
import { isFor, type Step, skipWords, stepsFor } from './platform.ts';

/** What SSM answers, in its own words. Times are epoch seconds on the wire, and ISO 8601 in GetCommandInvocation. */
const seconds = (milliseconds: number) => milliseconds / 1000;

export function commandAnswer(command: Command) {
  const { status, details, completed, errors, deliveryTimedOut } = commandState(command);
  return {
    CommandId: command.id,
    DocumentName: command.documentName,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    ExpiresAfter: seconds(command.expiresAt),
    Parameters: command.given,
    InstanceIds: command.invocations.map(({ instanceId }) => instanceId),
    Targets: [],
    RequestedDateTime: seconds(command.requestedAt),
    Status: status,
    StatusDetails: details,
    MaxConcurrency: command.maxConcurrency,
    MaxErrors: command.maxErrors,
    TargetCount: command.invocations.length,
    CompletedCount: completed,
    ErrorCount: errors,
    DeliveryTimedOutCount: deliveryTimedOut,
    TimeoutSeconds: command.timeoutSeconds,
  };
}

export function invocationAnswer(command: Command, invocation: Invocation, withDetails: boolean) {
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    InstanceName: invocation.computerName,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: '$DEFAULT',
    RequestedDateTime: seconds(command.requestedAt),
    Status: INVOCATION_STATUS[invocation.details],
    StatusDetails: invocation.details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: withDetails ? pluginAnswers(command, invocation) : [],
  };
}

/** In the document's order: one for what ran, under the name of its first step, and one for each step that was skipped. */
export function pluginAnswers(command: Command, invocation: Invocation) {
  const ran = pluginAnswer(command, invocation);
  const steps: readonly Step[] = command.document.mainSteps;
  return steps.flatMap((step) => {
    if (isFor(invocation.platform, step)) return step.name === ran.Name ? [ran] : [];
    return invocation.startedAt === undefined ? [] : [skippedAnswer(step, skipWords(invocation.platform, step))];
  });
}

const skippedAnswer = ({ name }: Step, words: string) => ({
  Name: name,
  Status: 'Success',
  StatusDetails: 'Success',
  ResponseCode: 0,
  Output: words,
});

function pluginAnswer(command: Command, invocation: Invocation) {
  const { startedAt, endedAt } = invocation;
  return {
    Name: pluginName(command, invocation),
    Status: INVOCATION_STATUS[invocation.details],
    StatusDetails: invocation.details,
    ResponseCode: invocation.exitCode,
    ...(startedAt === undefined ? {} : { ResponseStartDateTime: seconds(startedAt) }),
    ...(endedAt === undefined ? {} : { ResponseFinishDateTime: seconds(endedAt) }),
    Output: isOver(invocation) ? pluginOutput(invocation.stdout, invocation.stderr) : '',
  };
}

export function invocationDetailAnswer(command: Command, invocation: Invocation) {
  const { startedAt, endedAt } = invocation;
  const iso = (milliseconds?: number) => (milliseconds === undefined ? '' : new Date(milliseconds).toISOString());
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: '$DEFAULT',
    PluginName: pluginName(command, invocation),
    ResponseCode: invocation.exitCode,
    ExecutionStartDateTime: iso(startedAt),
    ExecutionElapsedTime: startedAt === undefined || endedAt === undefined ? '' : `PT${seconds(endedAt - startedAt)}S`,
    ExecutionEndDateTime: iso(endedAt),
    Status: INVOCATION_STATUS[invocation.details],
    StatusDetails: invocation.details,
    StandardOutputContent: isOver(invocation) ? invocation.stdout.slice(0, 24_000) : '',
    StandardOutputUrl: '',
    StandardErrorContent: isOver(invocation) ? invocation.stderr.slice(0, 8_000) : '',
    StandardErrorUrl: '',
  };
}

export function nodeAnswer({ node, pingStatus, lastPingAt }: Registration) {
  const { platform = AMAZON_LINUX } = node;
  return {
    InstanceId: node.id,
    PingStatus: pingStatus,
    LastPingDateTime: seconds(lastPingAt),
    AgentVersion: node.agentVersion,
    IsLatestVersion: false,
    PlatformType: platform.type,
    PlatformName: platform.name,
    PlatformVersion: platform.version,
    ResourceType: node.id.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance',
    IPAddress: '127.0.0.1',
    ComputerName: node.computerName,
  };
}

/** For schema 2.2 the plugin's name is that of the document's step. */
function pluginName({ document }: Command, { platform }: Invocation): string {
  const [first = document.mainSteps[0]] = stepsFor<Step>(platform, document);
  return first?.name ?? '';
}

const ERROR_TITLE = '\n----------ERROR-------\n';
const CUT = '\n---Output truncated---';

/** ListCommandInvocations shows 2,500 characters: SSM Agent joins both streams and cuts the longer one. */
function pluginOutput(stdout: string, stderr: string): string {
  const tail = stderr === '' ? '' : `${ERROR_TITLE}${stderr.slice(0, 1000)}`;
  const space = 2500 - tail.length;
  return stdout.length <= space ? stdout + tail : stdout.slice(0, space - CUT.length) + CUT + tail;
}
