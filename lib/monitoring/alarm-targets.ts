import { Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** Who hears of alarms: topics that are there already, and one of ours for the mailboxes, where there are some. */
export function alarmTargets(scope: Construct, { name, alarmTargets }: Settings): readonly IAlarmAction[] {
  const topics = alarmTargets.filter((target) => target.startsWith('arn:'));
  const mailboxes = alarmTargets.filter((target) => !target.startsWith('arn:'));
  const given = topics.map((arn, index) => Topic.fromTopicArn(scope, `Target${index}`, arn));
  const own = mailboxes.length > 0 ? [mailTopic(scope, name, mailboxes)] : [];
  return [...given, ...own].map((topic) => new SnsAction(topic));
}

function mailTopic(scope: Construct, environment: string, mailboxes: readonly string[]): Topic {
  const topic = new Topic(scope, 'AlarmTopic', { topicName: `fleet-upgrade-${environment}-alarms`, enforceSSL: true });
  for (const mailbox of mailboxes) topic.addSubscription(new EmailSubscription(mailbox));
  // A topic with a policy of its own no longer has the default one, by which the account's alarms may publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}
