import type { Assembly, Resource } from './assembly.ts';
import { type Names, NO_VALUE, resolve, TemplateError } from './intrinsics.ts';

interface Kind {
  /** The property with the physical name; where it is left out, the logical id is the name. */
  readonly nameProperty?: string;
  /** The ARN behind `arn:aws:`, with R and A for region and account and N for the name. */
  readonly arn?: string;
  /** What `Ref` answers, as CloudFormation's reference has it for each type. */
  readonly ref: 'name' | 'arn';
}

/** The resource types that run locally. */
const kinds: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: 'lambda:R:A:function:N', ref: 'name' },
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', arn: 'dynamodb:R:A:table/N', ref: 'name' },
  'AWS::DynamoDB::GlobalTable': { nameProperty: 'TableName', arn: 'dynamodb:R:A:table/N', ref: 'name' },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: 'states:R:A:stateMachine:N',
    ref: 'arn',
  },
  'AWS::Events::Rule': { nameProperty: 'Name', arn: 'events:R:A:rule/N', ref: 'name' },
  'AWS::SSM::Document': { nameProperty: 'Name', arn: 'ssm:R:A:document/N', ref: 'name' },
  // Queues are only named, as the dead letter queues of targets: the event bus reports what it could not deliver.
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: 'sqs:R:A:N', ref: 'name' },
  'AWS::Lambda::EventInvokeConfig': { ref: 'name' },
  'AWS::ApiGatewayV2::Api': { ref: 'name' },
  'AWS::ApiGatewayV2::Stage': { ref: 'name' },
  'AWS::ApiGatewayV2::Integration': { ref: 'name' },
  'AWS::ApiGatewayV2::Route': { ref: 'name' },
  'AWS::ApiGatewayV2::Authorizer': { ref: 'name' },
};

/** Types that change nothing of what runs here: permissions, logs and alarms. Any other unknown type is an error. */
const ignorable = new Set([
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

export interface Identity {
  readonly name: string;
  readonly arn: string;
}

/** Knows each resource's name and ARN, and so what the references to it stand for. */
export class TemplateNames implements Names {
  readonly #assembly: Assembly;

  constructor(assembly: Assembly) {
    for (const [logicalId, { Type, Condition }] of Object.entries(assembly.resources)) {
      if (ignorable.has(Type)) continue;
      if (!Object.hasOwn(kinds, Type)) throw new TemplateError(`${logicalId}: the type ${Type} does not run locally.`);
      if (Condition !== undefined) throw new TemplateError(`${logicalId}: conditions are not understood here.`);
    }
    this.#assembly = assembly;
  }

  ref(name: string): unknown {
    const { region, accountId } = this.#assembly;
    switch (name) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::NoValue':
        return NO_VALUE;
      default:
        return this.identity(name)[this.#kind(name).kind.ref];
    }
  }

  attribute(logicalId: string, attribute: string): unknown {
    const { name, arn } = this.identity(logicalId);
    if (attribute === 'Arn' && arn !== '') return arn;
    if (attribute === 'Name') return name;
    throw new TemplateError(`The attribute ${attribute} of ${logicalId} is not understood here.`);
  }

  identity(logicalId: string): Identity {
    const { kind, resource } = this.#kind(logicalId);
    const given = kind.nameProperty === undefined ? undefined : resource.Properties[kind.nameProperty];
    const name = given === undefined ? logicalId : resolve(given, this);
    if (typeof name !== 'string') throw new TemplateError(`The name of ${logicalId} is not text.`);
    const { region, accountId } = this.#assembly;
    const parts: Readonly<Record<string, string>> = { R: region, A: accountId, N: name };
    const arn = kind.arn?.replace(/\b[RAN]\b/g, (letter) => parts[letter] ?? letter);
    return { name, arn: arn === undefined ? '' : `arn:aws:${arn}` };
  }

  #kind(logicalId: string): { kind: Kind; resource: Resource } {
    const resource = this.#assembly.resources[logicalId];
    if (resource === undefined) throw new TemplateError(`The template has nothing that is called ${logicalId}.`);
    const kind = kinds[resource.Type];
    if (kind === undefined)
      throw new TemplateError(`${logicalId} (${resource.Type}) is not made locally, so nothing can refer to it.`);
    return { kind, resource };
  }
}
