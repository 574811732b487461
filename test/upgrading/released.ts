import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { SettingsInput } from '../../lib/settings.ts';
import type { Resource, Synthesized } from '../infra/synthesized.ts';

/** What the last release deployed and stored, as `npm run record-release` noted it. */
export const RELEASED_THINGS = join(import.meta.dirname, 'released/things.json');
export const RELEASED_ITEMS = join(import.meta.dirname, 'released/items.json');

/** Everything that an environment may have that keeps something. */
export const withEverything: Partial<SettingsInput> = { auditRetentionDays: 365, jobTopic: true };

/**
 * What CloudFormation replaces a thing by another one for, where it changes: a table and its keys, a bucket, the names by which running jobs,
 * executions and callers know things.
 */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::Cognito::UserPool': ['UserPoolName', 'UsernameAttributes', 'AliasAttributes'],
  'AWS::Cognito::UserPoolClient': ['GenerateSecret'],
  'AWS::Cognito::UserPoolResourceServer': ['Identifier'],
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'GlobalSecondaryIndexes'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SSM::Document': ['Name', 'DocumentType', 'DocumentFormat', 'UpdateMethod'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
};

const thingsSchema = z.object({
  /** By logical id. */
  resources: z.record(z.string(), z.object({ type: z.string(), identity: z.record(z.string(), z.unknown()) })),
  /** Parameters that each document takes, and those without a default. */
  documents: z.record(z.string(), z.object({ parameters: z.array(z.string()), required: z.array(z.string()) })),
  /** The state machine's definition. */
  definition: z.string(),
});
export type Things = z.infer<typeof thingsSchema>;

export const releasedThings = (): Things => thingsSchema.parse(JSON.parse(readFileSync(RELEASED_THINGS, 'utf8')));

export const releasedItems = (): readonly Record<string, unknown>[] =>
  z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(readFileSync(RELEASED_ITEMS, 'utf8')));

export function deployedThings(stack: Synthesized): Things {
  const kept = stack.resources.filter(({ Type }) => Object.hasOwn(IDENTITIES, Type));
  const machine = stack.one('AWS::StepFunctions::StateMachine');
  return {
    resources: Object.fromEntries(kept.map((resource) => [resource.id, identityOf(resource)])),
    documents: Object.fromEntries(stack.all('AWS::SSM::Document').map(parametersOf)),
    definition: z.string().parse(machine.Properties['DefinitionString']),
  };
}

function identityOf({ Type, Properties }: Resource): Things['resources'][string] {
  const names = IDENTITIES[Type] ?? [];
  const identity = Object.fromEntries(names.map((name) => [name, Properties[name] ?? null]));
  return { type: Type, identity };
}

const documentSchema = z.object({
  Name: z.string(),
  Content: z.object({ parameters: z.record(z.string(), z.object({ default: z.unknown().optional() })) }),
});

function parametersOf({ Properties }: Resource): [string, Things['documents'][string]] {
  const { Name, Content } = documentSchema.parse(Properties);
  const required = Object.entries(Content.parameters).filter(([, { default: value }]) => value === undefined);
  return [
    Name,
    { parameters: Object.keys(Content.parameters).sort(), required: required.map(([name]) => name).sort() },
  ];
}
