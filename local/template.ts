import type * as z from 'zod';
import { readAssembly } from './template/assembly.ts';
import { type Cors, cors, type HttpRoute, routes, type Throttle, throttle } from './template/http-api.ts';
import { TemplateError } from './template/intrinsics.ts';
import type { Identity } from './template/names.ts';
import { type ReadAll, resourceReader } from './template/reader.ts';
import {
  documentReading,
  eventInvokeReading,
  functionReading,
  ruleReading,
  stateMachineReading,
  tableReading,
} from './template/resources.ts';

export interface LambdaFunction extends Identity {
  readonly logicalId: string;
  /** Absolute or relative to the working directory, as the assembly's folder was given. */
  readonly assetFolder: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

type KeySchema = z.infer<typeof tableReading.schema>['KeySchema'];

export interface Table extends Identity {
  readonly keySchema: KeySchema;
  readonly attributes: z.infer<typeof tableReading.schema>['AttributeDefinitions'];
  readonly indexes: z.infer<typeof tableReading.schema>['GlobalSecondaryIndexes'];
}

export interface StateMachine extends Identity {
  readonly definition: unknown;
}

export interface EventRule extends Identity {
  readonly enabled: boolean;
  readonly pattern?: unknown;
  readonly schedule?: string;
  readonly targets: readonly EventTarget[];
}

export interface EventTarget {
  readonly functionArn: string;
  /** Further attempts after the first one failed. */
  readonly retries: number;
  readonly maxAgeSeconds: number;
}

export interface SsmDocument {
  readonly name: string;
  readonly content: unknown;
}

export interface Template {
  readonly accountId: string;
  readonly region: string;
  readonly functions: readonly LambdaFunction[];
  readonly tables: readonly Table[];
  readonly stateMachines: readonly StateMachine[];
  readonly rules: readonly EventRule[];
  readonly documents: readonly SsmDocument[];
  readonly routes: readonly HttpRoute[];
  readonly throttle: Throttle | undefined;
  readonly cors: Cors | undefined;
}

/**
 * Reads what the embedded stack runs from the template that is deployed, so that the two cannot drift.
 * Throws a TemplateError for anything that is not understood, since to leave it out would be such a drift.
 */
export async function readTemplate(assemblyFolder: string): Promise<Template> {
  const assembly = await readAssembly(assemblyFolder);
  const all = resourceReader(assembly);
  return {
    accountId: assembly.accountId,
    region: assembly.region,
    functions: functions(all, assembly.assetFolders),
    tables: tables(all),
    stateMachines: stateMachines(all),
    rules: rules(all),
    documents: documents(all),
    routes: routes(all),
    throttle: throttle(all),
    cors: cors(all),
  };
}

function functions(all: ReadAll, assetFolders: ReadonlyMap<string, string>): LambdaFunction[] {
  return all('AWS::Lambda::Function', functionReading).map(({ logicalId, name, arn, properties }) => {
    const assetFolder = assetFolders.get(properties.Code.S3Key);
    if (assetFolder === undefined) throw new TemplateError(`${logicalId}: its code is no asset of the assembly.`);
    return {
      logicalId,
      name,
      arn,
      assetFolder,
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
    };
  });
}

function tables(all: ReadAll): Table[] {
  const found = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => all(type, tableReading));
  return found.map(({ name, arn, properties }) => ({
    name,
    arn,
    keySchema: properties.KeySchema,
    attributes: properties.AttributeDefinitions,
    indexes: properties.GlobalSecondaryIndexes,
  }));
}

function stateMachines(all: ReadAll): StateMachine[] {
  const machines = all('AWS::StepFunctions::StateMachine', stateMachineReading);
  return machines.map(({ name, arn, properties: { DefinitionString, Definition } }) => ({
    name,
    arn,
    definition: DefinitionString === undefined ? Definition : JSON.parse(DefinitionString),
  }));
}

function rules(all: ReadAll): EventRule[] {
  const patience = eventPatience(all);
  return all('AWS::Events::Rule', ruleReading).map(({ name, arn, properties }) => ({
    name,
    arn,
    enabled: properties.State === 'ENABLED',
    targets: properties.Targets.map((target) => ({ functionArn: target.Arn, ...patience(target.Arn) })),
    ...(properties.EventPattern !== undefined && { pattern: properties.EventPattern }),
    ...(properties.ScheduleExpression !== undefined && { schedule: properties.ScheduleExpression }),
  }));
}

/** What Lambda does with an event that a function fails at. */
function eventPatience(all: ReadAll): (functionArn: string) => Omit<EventTarget, 'functionArn'> {
  const configs = all('AWS::Lambda::EventInvokeConfig', eventInvokeReading).map(({ properties }) => properties);
  return (functionArn) => {
    const config = configs.find(({ FunctionName }) => functionArn.endsWith(`:function:${FunctionName}`));
    return { retries: config?.MaximumRetryAttempts ?? 2, maxAgeSeconds: config?.MaximumEventAgeInSeconds ?? 21_600 };
  };
}

function documents(all: ReadAll): SsmDocument[] {
  return all('AWS::SSM::Document', documentReading).map(({ logicalId, name, properties }) => {
    const { Content, DocumentFormat } = properties;
    if (typeof Content !== 'string') return { name, content: Content };
    if (DocumentFormat === 'YAML') throw new TemplateError(`${logicalId}: documents are JSON here, not YAML.`);
    return { name, content: JSON.parse(Content) };
  });
}
