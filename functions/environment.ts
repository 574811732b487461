import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { agentTypesSchema } from './domain/agent-type.ts';
import { artifactSourcesSchema } from './domain/artifact-source.ts';
import { networksSchema } from './domain/network.ts';
import { paceSchema } from './domain/pace.ts';
import { recipeNames } from './domain/recipes/recipes.ts';
import { signedBucketsSchema } from './domain/signed-bucket.ts';
import { tokenRulesSchema } from './domain/token-rules.ts';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

/** A file beside the function's code, by its name: for what is more than the 4,096 bytes that Lambda's environment holds. */
const file = z
  .string()
  .min(1)
  .transform((name) => readFileSync(resolve(import.meta.dirname, name), 'utf8'));

const fileOf = <Schema extends z.ZodType>(schema: Schema) => file.pipe(json(schema));

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Every environment variable that a function may read. */
const variables = z.object({
  /** Where audit records are kept. */
  AUDIT_BUCKET: z.string().min(1),
  ENVIRONMENT_NAME: z.string().min(1),
  TABLE_NAME: z.string().min(1),
  STATE_MACHINE_ARN: z.string().regex(/^arn:[^:]+:states:[^:]+:\d{12}:stateMachine:/),
  /** How tokens are read: identity providers differ. */
  TOKEN_RULES: json(tokenRulesSchema),
  /** How long each wave of the default plan is watched. */
  BAKE_SECONDS: z.coerce.number().int().min(0),
  /** How often discovery goes over the nodes by itself; 0 is never. */
  DISCOVERY_MINUTES: z.coerce.number().int().min(0),
  /** A deployment that takes simulated jobs only. */
  DRY_RUN_ONLY: flag,
  /** Does every artifact that is not signed need a checksum? */
  REQUIRE_CHECKSUM: flag,
  /** What a request that does not say so means. */
  ALLOW_DOWNGRADE: flag,
  ACCOUNT_ID: z.string().regex(/^\d{12}$/),
  /** Set by Lambda itself. */
  AWS_REGION: z.string().min(1),
  AGENT_TYPES: fileOf(agentTypesSchema).transform((types) => new Map(types.map((type) => [type.name, type]))),
  /** How agents' nodes come by artifacts. */
  NETWORKS: fileOf(networksSchema),
  /** The API's OpenAPI document, as text. */
  OPENAPI: file,
  /** Buckets whose objects are sent to nodes as signed addresses. */
  SIGNED_BUCKETS: json(signedBucketsSchema),
  /** Where callers' own artifacts may come from. */
  ARTIFACT_SOURCES: json(artifactSourcesSchema),
  /** The names of the documents that are sent to nodes. */
  DOCUMENTS: json(z.record(z.enum([...recipeNames, 'report']), z.string().min(1))),
  PACE: json(paceSchema),
});
type Variables = z.infer<typeof variables>;

/**
 * The named variables, parsed. Called once, when a function starts.
 * @throws an error that names every variable that is missing or wrong; or the file that is not there
 */
export function environment<Name extends keyof Variables>(
  names: readonly Name[],
  source = process.env,
): Pick<Variables, Name> {
  const mask = Object.fromEntries(names.map((name) => [name, true])) as Record<Name, true>;
  const parsed = (variables.pick(mask as never) as unknown as z.ZodType<Pick<Variables, Name>>).safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(`The function's environment is not complete.\n${z.prettifyError(parsed.error)}`);
}
