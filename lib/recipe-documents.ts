import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { AgentType } from '../functions/domain/agent-type.ts';
import { ownDocuments } from './documents/documents.ts';
import { isLeftOut } from './left-out.ts';
import type { Settings } from './settings.ts';

type DocumentKind = AgentType['recipe'] | 'report';

/** `change`: what changes agents; `probe`: what only asks about them. */
export type Sends = 'change' | 'probe';

/** Documents that AWS owns and keeps: they have no account in their ARN, and no content here. */
const AWS_DOCUMENTS = { 'ssm-agent': 'AWS-UpdateSSMAgent', distributor: 'AWS-ConfigureAWSPackage' } as const;

/** The SSM documents that run on the nodes, and who may send them where. */
export class RecipeDocuments extends Construct {
  /** Each document's name, by the recipe that it is for; `report` is the probe of all. */
  readonly names: Readonly<Record<DocumentKind, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly settings: Settings,
  ) {
    super(scope, id);
    this.names = {
      package: this.#document('package'),
      'os-package': this.#document('os-package'),
      msi: this.#document('msi'),
      report: this.#document('report'),
      ...AWS_DOCUMENTS,
    };
  }

  #document(recipe: keyof typeof ownDocuments): string {
    const name = this.#name(recipe);
    if (isLeftOut(this, CfnDocument.CFN_RESOURCE_TYPE_NAME)) return name;
    const document = new CfnDocument(this, recipe, {
      name,
      content: ownDocuments[recipe],
      documentType: 'Command',
      documentFormat: 'JSON',
      // The default, Replace, fails for a document with a name of its own; a new version also becomes the default one.
      updateMethod: 'NewVersion',
    });
    return document.ref;
  }

  #name(recipe: string): string {
    return `FleetUpgrade-${recipe}-${this.settings.name}`;
  }

  /** Lets a function end commands that are under way. CancelCommand has no resource type: IAM cannot say which commands. */
  allowCancelling(grantee: IFunction): void {
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['ssm:CancelCommand'], resources: ['*'] }));
  }

  /** Lets a function see to which nodes Systems Manager is connected, and which instances have ended. Neither action has a resource type. */
  allowSeeingNodes(grantee: IFunction): void {
    const actions = ['ssm:DescribeInstanceInformation', 'ec2:DescribeInstances'];
    grantee.addToRolePolicy(new PolicyStatement({ actions, resources: ['*'] }));
  }

  /** Lets a function see which version of our documents counts. */
  allowSeeingDocuments(grantee: IFunction): void {
    const own = this.#kindsOf('change').filter((kind) => !(kind in AWS_DOCUMENTS));
    const resources = own.map((kind) => this.#arnOf(kind));
    if (own.length > 0) grantee.addToRolePolicy(new PolicyStatement({ actions: ['ssm:DescribeDocument'], resources }));
  }

  /** Lets a function send these documents to the environment's nodes, and follow what became of its commands. */
  allowSending(grantee: IFunction, sends: Sends): void {
    const { nodeTag } = this.settings;
    const statements = [
      { actions: ['ssm:SendCommand'], resources: this.#kindsOf(sends).map((kind) => this.#arnOf(kind)) },
      {
        actions: ['ssm:SendCommand'],
        resources: [this.#arn('ec2', 'instance', '*'), this.#arn('ssm', 'managed-instance', '*')],
        ...(nodeTag && { conditions: { StringEquals: { [`ssm:resourceTag/${nodeTag.key}`]: nodeTag.value } } }),
      },
      {
        // These have no resource types: IAM takes nothing but `*` for them.
        actions: ['ssm:ListCommandInvocations', 'ssm:ListCommands'],
        resources: ['*'],
      },
    ];
    for (const statement of statements) grantee.addToRolePolicy(new PolicyStatement(statement));
    this.allowSeeingNodes(grantee);
  }

  /** What no agent type needs, nobody may send. */
  #kindsOf(sends: Sends): DocumentKind[] {
    const kinds = sends === 'probe' ? ['report' as const] : this.settings.agentTypes.map(({ recipe }) => recipe);
    return [...new Set(kinds)];
  }

  #arnOf(kind: DocumentKind): string {
    return this.#arn('ssm', 'document', this.names[kind], kind in AWS_DOCUMENTS ? { account: '' } : {});
  }

  #arn(service: string, resource: string, resourceName: string, owner: { account?: string } = {}): string {
    return Stack.of(this).formatArn({
      service,
      resource,
      resourceName,
      ...owner,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
