import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { type Failure, toldFailure } from './failure.ts';
import { type Details, inputOf, outputOf } from './history.ts';
import { type Document, documentOf } from './json.ts';
import type { TaskState } from './states.ts';

type Event = [type: HistoryEventType, details: Details];

export interface Limits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** How the two kinds of task are told in a history. */
export interface TaskEvents {
  /** What AWS calls the task where it speaks of it in an error. */
  readonly name: string;
  readonly scheduled: (payload: Document, limits: Limits) => Event;
  readonly started: () => Event;
  readonly submitted: (answer: Document) => Event;
  readonly succeeded: (result: Document) => Event;
  readonly failed: (failure: Failure) => Event;
  readonly timedOut: (failure: Failure) => Event;
}

export function taskEvents({ call: { kind, functionArn } }: TaskState): TaskEvents {
  return kind === 'function' ? functionEvents(functionArn) : tokenEvents(functionArn);
}

function functionEvents(resource: string): TaskEvents {
  return {
    name: resource,
    scheduled: (payload, { timeoutInSeconds }) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          resource,
          ...inputOf(payload),
          ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
        },
      },
    ],
    started: () => ['LambdaFunctionStarted', {}],
    submitted: () => {
      throw new Error('The answer of a plain function is its result.');
    },
    succeeded: (result) => ['LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: outputOf(result) }],
    failed: (failure) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: toldFailure(failure) }],
    timedOut: (failure) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: toldFailure(failure) }],
  };
}

function tokenEvents(functionArn: string): TaskEvents {
  const task = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
  const region = functionArn.split(':')[3] ?? '';
  return {
    name: task.resourceType,
    scheduled: (payload, limits) => {
      const parameters = documentOf({ FunctionName: functionArn, Payload: payload.value }).text;
      return ['TaskScheduled', { taskScheduledEventDetails: { ...task, region, parameters, ...limits } }];
    },
    started: () => ['TaskStarted', { taskStartedEventDetails: task }],
    submitted: (answer) => {
      const output = documentOf({ ExecutedVersion: '$LATEST', Payload: answer.value, StatusCode: 200 });
      return ['TaskSubmitted', { taskSubmittedEventDetails: { ...task, ...outputOf(output) } }];
    },
    succeeded: (result) => ['TaskSucceeded', { taskSucceededEventDetails: { ...task, ...outputOf(result) } }],
    failed: (failure) => ['TaskFailed', { taskFailedEventDetails: { ...task, ...toldFailure(failure) } }],
    timedOut: (failure) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...task, ...toldFailure(failure) } }],
  };
}
