import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { ownDocuments } from './documents/documents.ts';
import type { Settings } from './settings.ts';

export type RecipeDocument = 'package' | 'report';

/** The SSM documents that run on the nodes, and who may send them where. */
export class RecipeDocuments extends Construct {
  readonly packageDocument: CfnDocument;
  readonly reportDocument: CfnDocument;

  constructor(
    scope: Construct,
    id: string,
    private readonly settings: Settings,
  ) {
    super(scope, id);
    this.packageDocument = this.#document('package', ownDocuments.package);
    this.reportDocument = this.#document('report', ownDocuments.report);
  }

  #document(recipe: RecipeDocument, content: object): CfnDocument {
    return new CfnDocument(this, recipe, {
      name: `FleetUpgrade-${recipe}-${this.settings.name}`,
      content,
      documentType: 'Command',
      documentFormat: 'JSON',
      // The default, Replace, fails for a document with a name of its own; a new version also becomes the default one.
      updateMethod: 'NewVersion',
    });
  }

  /** Lets a function end commands that are under way. CancelCommand has no resource type: IAM cannot say which commands. */
  allowCancelling(grantee: IFunction): void {
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['ssm:CancelCommand'], resources: ['*'] }));
  }

  /** Lets a function see to which nodes Systems Manager is connected. DescribeInstanceInformation has no resource type either. */
  allowSeeingNodes(grantee: IFunction): void {
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['ssm:DescribeInstanceInformation'], resources: ['*'] }));
  }

  /** Lets a function send this one document to the environment's nodes, and follow what became of its commands. */
  allowSending(grantee: IFunction, recipe: RecipeDocument): void {
    const document = recipe === 'package' ? this.packageDocument : this.reportDocument;
    const { nodeTag } = this.settings;
    const statements = [
      { actions: ['ssm:SendCommand'], resources: [this.#arn('ssm', 'document', document.ref)] },
      {
        actions: ['ssm:SendCommand'],
        resources: [this.#arn('ec2', 'instance', '*'), this.#arn('ssm', 'managed-instance', '*')],
        ...(nodeTag && { conditions: { StringEquals: { [`ssm:resourceTag/${nodeTag.key}`]: nodeTag.value } } }),
      },
      {
        // These have no resource types: IAM takes nothing but `*` for them.
        actions: ['ssm:DescribeInstanceInformation', 'ssm:ListCommandInvocations', 'ssm:ListCommands'],
        resources: ['*'],
      },
    ];
    for (const statement of statements) grantee.addToRolePolicy(new PolicyStatement(statement));
  }

  #arn(service: string, resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }
}
