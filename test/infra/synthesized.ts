import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { environmentSettings } from '../../lib/environments.ts';
import type { SettingsInput } from '../../lib/settings.ts';
import { synthesize } from '../../lib/synthesize.ts';

export const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';

/** The ARN of a thing in the test's account and region. */
export const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});
export type Resource = z.infer<typeof resourceSchema> & { readonly id: string };

/** How the types that are referred to are named and addressed. */
const identities: Readonly<Record<string, { name?: string; arn?: (name: string) => string; ref?: 'arn' }>> = {
  'AWS::DynamoDB::Table': { name: 'TableName', arn: (name) => arn('dynamodb', `table/${name}`) },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: (name) => arn('lambda', `function:${name}`) },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: (name) => arn('logs', `log-group:${name}:*`) },
  'AWS::SSM::Document': { name: 'Name' },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    arn: (name) => arn('states', `stateMachine:${name}`),
    ref: 'arn',
  },
};

/** An identity provider of somebody's: without one, the stack has a user pool. */
const signIn = { issuer: 'https://login.example.com', audience: ['fleet-upgrade'] };

/** What `dev` deploys into one account for an issuer of one's own, with intrinsic functions resolved. */
export class Synthesized {
  readonly template: z.infer<typeof templateSchema>;
  readonly isProtected: boolean;

  /** Takes about half a second: do it once a file. Functions are not bundled. */
  constructor(overrides: Partial<SettingsInput> = {}, issued: Partial<SettingsInput> = signIn) {
    const outdir = mkdtempSync(join(tmpdir(), 'fleet-upgrade-synth-'));
    try {
      const settings = environmentSettings('dev', { account: ACCOUNT, region: REGION, ...issued, ...overrides });
      const stack = synthesize({ settings, outdir, bundle: false }).getStackByName(`fleet-upgrade-${settings.name}`);
      this.template = templateSchema.parse(stack.template);
      this.isProtected = stack.terminationProtection === true;
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  get resources(): Resource[] {
    return Object.entries(this.template.Resources).map(([id, resource]) => ({
      id,
      ...resource,
      Properties: this.#object(resource.Properties),
    }));
  }

  all(type: string): Resource[] {
    return this.resources.filter((resource) => resource.Type === type);
  }

  one(type: string): Resource {
    const [only, ...others] = this.all(type);
    if (only === undefined || others.length > 0) throw new Error(`There is not exactly one ${type}.`);
    return only;
  }

  get outputs(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.template.Outputs).map(([name, { Value }]) => [name, this.#resolved(Value)]),
    );
  }

  #resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolved(item));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined]] = Object.entries(value);
    if (key === 'Ref') return this.#reference(z.string().parse(argument), 'ref');
    if (key === 'Fn::GetAtt') return this.#reference(...z.tuple([z.string(), z.string()]).parse(argument));
    if (key !== 'Fn::Join') return this.#object(value);
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
    return parts.map((part) => this.#resolved(part)).join(separator);
  }

  #object(value: object): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#resolved(inner)]));
  }

  /** A resource's name or ARN; the logical id where the test knows neither. */
  #reference(id: string, attribute: string): string {
    if (id === 'AWS::Partition') return 'aws';
    const resource = this.template.Resources[id];
    const identity = identities[resource?.Type ?? ''];
    if (identity?.name === undefined) return attribute === 'ref' ? id : `${id}.${attribute}`;
    // What CDK brings along has no name before it is deployed.
    const name = z.string().catch(id).parse(resource?.Properties[identity.name]);
    return (attribute === 'Arn' || identity.ref === 'arn') && identity.arn ? identity.arn(name) : name;
  }
}
