import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { JOB_ENDED } from '../../functions/domain/job-ended.ts';
import type { Settings } from '../settings.ts';

/** A topic that gets the end of each job of this environment, for those who want no rule of their own. */
export class JobTopic extends Construct {
  constructor(scope: Construct, id: string, { name }: Settings, deadLetters: IQueue) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { topicName: `fleet-upgrade-${name}-jobs`, enforceSSL: true });
    new Rule(this, 'JobEnded', {
      description: 'A job of Fleet Upgrade has ended.',
      eventPattern: { source: [JOB_ENDED.source], detailType: [JOB_ENDED.detailType], detail: { environment: [name] } },
      targets: [new SnsTopic(topic, { deadLetterQueue: deadLetters, maxEventAge: Duration.hours(24) })],
    });
    new CfnOutput(this, 'Arn', { value: topic.topicArn }).overrideLogicalId('JobTopicArn');
  }
}
