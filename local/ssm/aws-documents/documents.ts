import type { CommandDocument } from '../../../lib/documents/documents.ts';
import type { NodePlatform } from '../managed-node.ts';
import { type Step, stepsFor } from '../platform.ts';

/*
 * The two documents of AWS that recipes send, as far as they matter here: what they take and which plugin they run. Facts from what is
 * public of their content: for AWS-UpdateSSMAgent `aws ssm get-document` of schema 2.2 as copied into Terraform modules, for
 * AWS-ConfigureAWSPackage aws-samples/aws-organization-centralised-package-distribution, account-customization/software-package-distributor.tpl,
 * and awsdocs/aws-systems-manager-user-guide, doc_source/document-schemas-features.md.
 */

interface AwsParameter {
  readonly type: 'String' | 'StringMap';
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly maxChars?: number;
}

interface AwsStep extends Step {
  readonly action: 'aws:updateSsmAgent' | 'aws:configurePackage' | 'aws:runPowerShellScript';
}

/** A document whose plugin is a part of SSM Agent. */
export interface AwsDocument {
  readonly schemaVersion: '2.2';
  readonly owner: 'Amazon';
  readonly parameters: Readonly<Record<string, AwsParameter>>;
  readonly mainSteps: readonly AwsStep[];
}

/** What SendCommand may name. */
export type HostDocument = CommandDocument | AwsDocument;

export const isOfAws = (document: HostDocument): document is AwsDocument => 'owner' in document;

const UPDATE_SSM_AGENT: AwsDocument = {
  schemaVersion: '2.2',
  owner: 'Amazon',
  parameters: {
    version: { type: 'String', default: '' },
    allowDowngrade: { type: 'String', default: 'false', allowedValues: ['true', 'false'] },
  },
  mainSteps: [
    {
      action: 'aws:runPowerShellScript',
      name: 'createUpdateFolder',
      precondition: { StringEquals: ['platformType', 'Windows'] },
    },
    { action: 'aws:updateSsmAgent', name: 'awsupdateSsmAgent' },
  ],
};

const ARN_PART = '[a-z0-9][-.a-z0-9]{0,62}';

const CONFIGURE_AWS_PACKAGE: AwsDocument = {
  schemaVersion: '2.2',
  owner: 'Amazon',
  parameters: {
    action: { type: 'String', allowedValues: ['Install', 'Uninstall'] },
    installationType: {
      type: 'String',
      default: 'Uninstall and reinstall',
      allowedValues: ['Uninstall and reinstall', 'In-place update'],
    },
    name: {
      type: 'String',
      allowedPattern: `^arn:${ARN_PART}:${ARN_PART}:(${ARN_PART})?:(${ARN_PART})?:(package|document)/[a-zA-Z0-9/:._-]{1,128}$|^[a-zA-Z0-9/:._-]{1,128}$`,
    },
    version: { type: 'String', default: '' },
    additionalArguments: { type: 'StringMap', default: '{}', maxChars: 4096 },
  },
  mainSteps: [{ action: 'aws:configurePackage', name: 'configurePackage' }],
};

/** By the names that they have in every account and region. */
export const awsDocuments: ReadonlyMap<string, AwsDocument> = new Map([
  ['AWS-UpdateSSMAgent', UPDATE_SSM_AGENT],
  ['AWS-ConfigureAWSPackage', CONFIGURE_AWS_PACKAGE],
]);

/** Neither names a time: 3,600 s is what Systems Manager and SSM Agent take then (agent/plugins/pluginutil/pluginutil.go). */
const DEFAULT_TIMEOUT_SECONDS = 3600;

/** Seconds that a document's steps may take in all on a node of this platform. */
export function executionSeconds(platform: NodePlatform['type'], document: HostDocument): number {
  if (isOfAws(document)) return DEFAULT_TIMEOUT_SECONDS;
  return stepsFor(platform, document).reduce((sum, step) => sum + Number(step.inputs.timeoutSeconds), 0);
}
