import { randomUUID } from 'node:crypto';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import type { Clock } from '../clock.ts';
import { EventBus, type EventBusOptions, type PutEvent } from '../event-bus.ts';
import { LambdaFunctionError } from '../lambda/protocol.ts';
import { SsmHost, type SsmHostOptions } from '../ssm/host.ts';
import { StepFunctions, type StepFunctionsOptions } from '../step-functions/executions.ts';
import { FunctionError } from '../step-functions/failure.ts';
import { KeptStepFunctions } from '../step-functions/kept-executions.ts';
import type { Template } from '../template.ts';
import { commandDocument } from './command-document.ts';

export type Invoke = (functionArn: string, payload: unknown) => Promise<unknown>;

/** What each part is made of. */
export interface Ground {
  readonly template: Template;
  readonly clock: Clock;
  readonly invoke: Invoke;
  /** Told in a sentence of what failed where nobody waits for an answer. */
  readonly onProblem: (problem: string) => void;
}

export function eventBus(
  { template, clock, invoke, onProblem }: Ground,
  fault: EventBusOptions['fault'],
  onEvent: EventBusOptions['onEvent'],
): EventBus {
  return new EventBus({
    rules: template.rules,
    accountId: template.accountId,
    region: template.region,
    clock,
    invoke,
    ...(fault && { fault }),
    ...(onEvent && { onEvent }),
    onUndelivered: ({ event, functionArn, attempts, error }) =>
      onProblem(`${functionArn} failed ${attempts} times at the event ${JSON.stringify(event)}: ${error}`),
  });
}

export function stepFunctions(ground: Ground, events: EventBus): StepFunctions {
  return new StepFunctions(stepFunctionsOptions(ground, events));
}

/** Step Functions whose executions are in a file; they stand still until `goLive`. */
export function keptStepFunctions(ground: Ground, events: EventBus, file: string): Promise<KeptStepFunctions> {
  return KeptStepFunctions.open({ ...stepFunctionsOptions(ground, events), file, onProblem: ground.onProblem });
}

function stepFunctionsOptions({ template, clock, invoke }: Ground, events: EventBus): StepFunctionsOptions {
  return {
    clock,
    stateMachines: template.stateMachines,
    invoke: (functionArn, payload) => invoke(functionArn, payload).catch(throwFunctionError),
    onStatusChange: (detail) =>
      events.put({
        source: 'aws.states',
        detailType: 'Step Functions Execution Status Change',
        detail,
        resources: [detail.executionArn],
      }),
  };
}

function throwFunctionError(error: unknown): never {
  if (!(error instanceof LambdaFunctionError)) throw error;
  const { errorType, errorMessage, trace } = error.report;
  throw new FunctionError(errorType, errorMessage, trace);
}

/** The Command documents of the template, by name. */
export function commandDocuments({ documents }: Template): ReadonlyMap<string, CommandDocument> {
  return new Map(documents.map((document) => [document.name, commandDocument(document)]));
}

export function ssmHost(
  { template, clock }: Pick<Ground, 'template' | 'clock'>,
  events: { put(event: PutEvent): unknown },
  more: Partial<SsmHostOptions>,
): SsmHost {
  return new SsmHost({
    clock,
    newId: randomUUID,
    account: template.accountId,
    region: template.region,
    documents: commandDocuments(template),
    onEvent: ({ source, 'detail-type': detailType, detail, resources }) =>
      events.put({ source, detailType, detail, resources }),
    ...more,
  });
}

/** Ends what still runs on nodes, so that no script outlives the stack. */
export function cancelAllCommands(ssm: SsmHost): void {
  for (const { id } of ssm.visibleCommands()) ssm.cancelCommand({ CommandId: id });
}
