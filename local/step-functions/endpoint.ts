import type { Server } from 'node:http';
import * as z from 'zod';
import { AwsError, awsJsonServer } from '../aws-json.ts';
import { accountOf } from './arns.ts';
import { type Execution, executionStatuses } from './execution.ts';
import type { StateMachine, StepFunctions } from './executions.ts';
import { toldFailure } from './failure.ts';
import { type HistoryEvent, withoutData } from './history.ts';
import { pageOf } from './pages.ts';

/** The Step Functions endpoint over a service: what the AWS SDKs and the AWS CLI speak. */
export function stepFunctionsServer(service: StepFunctions): Server {
  return awsJsonServer('AWSStepFunctions', '1.0', {
    ...executionOperations(service),
    ...historyOperations(service),
    ...taskOperations(service),
    ...stateMachineOperations(service),
  });
}

const arn = z.string().min(1).max(256);
const page = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().min(1).max(3096).optional() };
const failure = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
const taskToken = z.string().min(1).max(2048);

const listRequest = z
  .object({
    stateMachineArn: arn.optional(),
    mapRunArn: arn.optional(),
    statusFilter: z.enum(executionStatuses).optional(),
    ...page,
  })
  .transform(({ stateMachineArn, mapRunArn, ...request }, context) => {
    const of = stateMachineArn ?? mapRunArn;
    if (of !== undefined && (stateMachineArn === undefined || mapRunArn === undefined)) return { of, ...request };
    context.addIssue({ code: 'custom', message: 'exactly one of stateMachineArn and mapRunArn is needed' });
    return z.NEVER;
  });

/** An operation of AWS's API. What its request has beyond the schema is left alone, as AWS does. */
function operation<T>(request: z.ZodType<T>, answer: (input: T) => unknown) {
  return (body: unknown): unknown => {
    const parsed = request.safeParse(body);
    if (parsed.success) return answer(parsed.data);
    const { issues } = parsed.error;
    const told = issues.map(
      ({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
    );
    const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`;
    throw new AwsError('ValidationException', `${count}: ${told.join('; ')}`);
  };
}

function executionOperations(service: StepFunctions) {
  const startRequest = z.object({ stateMachineArn: arn, name: z.string().optional(), input: z.string().optional() });
  return {
    StartExecution: operation(startRequest, (request) => {
      const execution = service.startExecution(request);
      return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
    }),
    DescribeExecution: operation(z.object({ executionArn: arn }), ({ executionArn }) => {
      return described(service.execution(executionArn));
    }),
    ListExecutions: operation(listRequest, (request) => {
      const { items, nextToken } = service.executions(request);
      return { executions: items.map(listed), nextToken };
    }),
    StopExecution: operation(z.object({ executionArn: arn, ...failure }), ({ executionArn, ...why }) => {
      return { stopDate: seconds(service.stopExecution(executionArn, toldFailure(why))) };
    }),
  };
}

function historyOperations(service: StepFunctions) {
  const request = z.object({
    executionArn: arn,
    reverseOrder: z.boolean().default(false),
    includeExecutionData: z.boolean().default(true),
    ...page,
  });
  return {
    GetExecutionHistory: operation(request, ({ executionArn, reverseOrder, includeExecutionData, ...request }) => {
      const { history } = service.execution(executionArn);
      const { items, nextToken } = pageOf(history, request, { backwards: reverseOrder });
      return { events: items.map((event) => told(includeExecutionData ? event : withoutData(event))), nextToken };
    }),
  };
}

function taskOperations(service: StepFunctions) {
  return {
    SendTaskSuccess: operation(z.object({ taskToken, output: z.string() }), ({ taskToken, output }) => {
      service.sendTaskSuccess(taskToken, output);
    }),
    SendTaskFailure: operation(z.object({ taskToken, ...failure }), ({ taskToken, ...why }) => {
      service.sendTaskFailure(taskToken, toldFailure(why));
    }),
    SendTaskHeartbeat: operation(z.object({ taskToken }), ({ taskToken }) => {
      service.sendTaskHeartbeat(taskToken);
    }),
  };
}

function stateMachineOperations(service: StepFunctions) {
  return {
    DescribeStateMachine: operation(z.object({ stateMachineArn: arn }), ({ stateMachineArn }) => {
      const machine = service.stateMachine(stateMachineArn);
      return { ...machineListed(machine), status: 'ACTIVE', definition: machine.definition, roleArn: roleArn(machine) };
    }),
    ListStateMachines: operation(z.object(page), (request) => {
      const { items, nextToken } = pageOf(service.stateMachines, request);
      return { stateMachines: items.map(machineListed), nextToken };
    }),
  };
}

/** AWS JSON tells times in seconds since the epoch. */
const seconds = (ms: number) => ms / 1000;

function listed(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    mapRunArn: execution.mapRunArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startedAt),
    stopDate: execution.stoppedAt === undefined ? undefined : seconds(execution.stoppedAt),
  };
}

function described(execution: Execution) {
  const included = { included: true };
  return {
    ...listed(execution),
    input: execution.input.text,
    inputDetails: included,
    ...(execution.output === undefined ? {} : { output: execution.output.text, outputDetails: included }),
    ...toldFailure(execution.failure ?? {}),
  };
}

function told({ details, timestamp, ...event }: HistoryEvent) {
  return { ...event, timestamp: seconds(timestamp), ...details };
}

function machineListed({ arn, name, createdAt }: StateMachine) {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(createdAt) };
}

/** AWS always tells a role; here no permissions are checked, and this one has no other use. */
function roleArn({ arn }: StateMachine): string {
  return `arn:aws:iam::${accountOf(arn)}:role/embedded`;
}
