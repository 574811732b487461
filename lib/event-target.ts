import type { Duration } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * A function as the target of rules, so that no event is lost silently: what EventBridge cannot deliver and what the function
 * fails at, each after two more attempts or `useful`, ends as dead letter. Once a function, for all its rules.
 */
export function eventTarget(target: Lambda, deadLetters: IQueue, useful: Duration): LambdaFunction {
  const patience = { retryAttempts: 2, maxEventAge: useful };
  target.configureAsyncInvoke({ ...patience, onFailure: new SqsDestination(deadLetters) });
  return new LambdaFunction(target, { ...patience, deadLetterQueue: deadLetters });
}
