import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Errors,
  IntegrationPattern,
  JitterType,
  JsonPath,
  type RetryProps,
  TaskInput,
  type TaskStateBase,
  type Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

/** 2, 4, 8, 16 and 32 s, each shortened at random: up to a minute of throttling or of conflicting writes passes unseen. */
export const RETRY_BRIEFLY: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  jitterStrategy: JitterType.FULL,
};

/** As briefly as above, but not after a timeout: nobody woke the task, which is an answer and no failure. */
const RETRY_FAILURES: RetryProps = { ...RETRY_BRIEFLY, errors: [Errors.TASKS_FAILED] };

/**
 * 2, 4, 8 … 256 s, then 32 times 300 s, each shortened at random: 10,110 s at most, 5,055 s in the mean. A batch keeps its place in the
 * map while it cannot be settled, so that no other is sent in its place: after 4,260 s (delivery 300, preparation 360, twice the
 * execution of 1,800) none of it runs any more.
 */
export const RETRY_WHILE_UNDER_WAY: RetryProps = { ...RETRY_BRIEFLY, maxDelay: Duration.minutes(5), maxAttempts: 40 };

/**
 * 5, 10, 20, 40, 80 and 160 s, then 284 times 300 s: 23 h 45 min. Whoever has to repair something has a day for it, and
 * 290 attempts are under 900 of the 25,000 events that an execution may have.
 */
export const RETRY_FOR_A_DAY: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxDelay: Duration.minutes(5),
  maxAttempts: 290,
};

/** Nothing is sent before it is known what: Systems Manager may throttle or refuse that question for a day. A cancelled job no longer asks it. */
export const RETRY_UNTIL_READABLE: RetryProps = { ...RETRY_FOR_A_DAY, errors: ['DocumentsUnreadable'] };

interface TaskProps {
  readonly calls: IFunction;
  /** Field names and the paths of their values: a function gets nothing that is not named here. */
  readonly input: Readonly<Record<string, string>>;
  /** Where the answer is put. */
  readonly result: string;
}

/**
 * Calls a function and waits for its answer.
 * @param retries of those whose errors fit the first one counts
 */
export function call(
  scope: Construct,
  stateName: string,
  task: TaskProps,
  ...retries: readonly RetryProps[]
): TaskStateBase {
  const state = new LambdaInvoke(scope, stateName, {
    lambdaFunction: task.calls,
    payload: payload(task.input),
    payloadResponseOnly: true,
    resultPath: task.result,
    retryOnServiceExceptions: false,
  });
  for (const retry of retries.length > 0 ? retries : [RETRY_BRIEFLY]) state.addRetry(retry);
  return state;
}

/** Gives a function a token and waits until somebody sends it back, or for `timeout`: States.Timeout is not retried. */
export function waitForToken(
  scope: Construct,
  stateName: string,
  task: TaskProps & { timeout: Timeout },
): TaskStateBase {
  return new LambdaInvoke(scope, stateName, {
    lambdaFunction: task.calls,
    payload: payload({ ...task.input, token: '$$.Task.Token' }),
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    taskTimeout: task.timeout,
    resultPath: task.result,
    retryOnServiceExceptions: false,
  }).addRetry(RETRY_FAILURES);
}

const payload = (input: Readonly<Record<string, string>>): TaskInput =>
  TaskInput.fromObject(
    Object.fromEntries(Object.entries(input).map(([name, path]) => [name, JsonPath.stringAt(path)])),
  );
