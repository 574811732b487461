import type { PolicyValidationPluginReport } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

interface Acceptance {
  /** The rule of cdk-nag, with its finding where it has one. */
  readonly rule: RegExp;
  /** Where in the stack, by construct path. */
  readonly at: RegExp;
  /** Why it is right there. */
  readonly reason: string;
}

/** What AWS Solutions warns of and we do all the same. Whatever is not here fails the synthesis. */
export const accepted: readonly Acceptance[] = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    at: /\/(Functions\/[a-z-]+-role|Workflow\/Machine\/Role)\/DefaultPolicy\//,
    reason:
      'These actions know no resources, so that IAM takes nothing else; test/infra/permissions.test.ts lists them one by one.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:(ssm:[^\]]*:managed-instance|ec2:[^\]]*:instance)\/\*\]$/,
    at: /\/Functions\/[a-z-]+-role\/DefaultPolicy\//,
    reason: 'Nodes come and go: which of them get commands is decided by their tag (nodeTag), not by their ids.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:states:[^\]]*:(stateMachine|execution):fleet-upgrade-[a-z0-9-]+(\/\*|:\*)\]$/,
    at: /\/Functions\/[a-z-]+-role\/DefaultPolicy\//,
    reason:
      "These are the executions and the Distributed Map's children of this one state machine, whose names are made at run time.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::(<Functions\w+\.Arn>:\*|arn:[^\]]*:execution:.*\*)\]$/,
    at: /\/Workflow\/Machine\//,
    reason:
      'CDK lets a state machine call any version of its functions, and its own executions: both begin with the name of what is meant.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:s3:::[^\]]*\/\*\]$/,
    at: /\/Functions\/upgrade-agents-role\/DefaultPolicy\//,
    reason: 'Any object of the buckets that the environment names in signedBuckets may be the artifact of a version.',
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    at: /\/HttpApi\/Api\/GET--api--v1--(health|openapi\.json)\//,
    reason: "The sign of life and the API's description read nothing; every other route asks for a token.",
  },
  {
    rule: /^AwsSolutions-SF1$/,
    at: /\/Workflow\/Machine\/Resource$/,
    reason:
      'Step Functions keeps the history of an execution for 90 days and the job its audit trail; a log of each event would be a third copy.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<AuditTrailBucket\w+\.Arn>\/\*\]$/,
    at: /\/Functions\/record-audit-role\/DefaultPolicy\//,
    reason: 'It adds an object for each record, under names that are made of the record.',
  },
  {
    rule: /^AwsSolutions-S1$/,
    at: /\/AuditTrail\/Bucket\/Resource$/,
    reason:
      'Nobody can change or delete what is in it (Object Lock); who reads it is in CloudTrail where data events are on, and an access log would need a bucket of its own to guard.',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    at: /\/DeadLetters\/Resource$/,
    reason: 'It is the dead-letter queue, of rules and functions; cdk-nag looks at other queues only.',
  },
  {
    rule: /^AwsSolutions-COG8$/,
    at: /\/SignIn\/Pool\/Resource$/,
    reason:
      'Threat protection is billed for each user; a second factor is asked for instead, and nobody can sign up alone.',
  },
  {
    rule: /^AwsSolutions-(S1|CFR3)$/,
    at: /\/Site\/(Files|Distribution)\/Resource$/,
    reason:
      'They log query strings, in which the issuer sends its code back; the files are public, and the API behind logs each call itself.',
  },
  {
    rule: /^AwsSolutions-CFR1$/,
    at: /\/Site\/Distribution\/Resource$/,
    reason: 'Operators may be in any country.',
  },
  {
    rule: /^AwsSolutions-CFR2$/,
    at: /\/Site\/Distribution\/Resource$/,
    reason:
      'A web ACL is billed by the month, so that whoever wants one names it (site.webAclArn); the API has a throttle, and takes nothing without a token.',
  },
  {
    rule: /^AwsSolutions-CFR4$/,
    at: /\/Site\/Distribution\/Resource$/,
    reason: "CloudFront decides for its own domain name; with one of one's own (site.domain) TLS 1.2 is the least.",
  },
  {
    rule: /^AwsSolutions-(IAM4|IAM5|L1)/,
    at: /^[^/]+\/Custom::CDKBucketDeployment[^/]+\//,
    reason:
      'A function of CDK that runs while the site is deployed: neither its permissions nor its runtime are ours to choose.',
  },
];

/**
 * The rules "AWS Solutions" of cdk-nag, except where we said why not. It is a plugin of validation: as an aspect, cdk-nag 3 reports nothing.
 * Our exceptions are kept here and not in the constructs, so that they can be read as one list.
 */
export class SecurityChecks extends AwsSolutionsChecks {
  override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const violations = super.validateScope(scope).violations.flatMap(({ violatingResources, ...violation }) => {
      const left = violatingResources.filter(
        ({ constructPath = '' }) =>
          !accepted.some(({ rule, at }) => rule.test(violation.ruleName) && at.test(constructPath)),
      );
      return left.length > 0 ? [{ ...violation, violatingResources: left }] : [];
    });
    return { success: violations.length === 0, violations };
  }
}
