import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { agentTypesSchema } from '../functions/domain/agent-type.ts';
import { artifactSourcesSchema } from '../functions/domain/artifact-source.ts';
import { networksSchema } from '../functions/domain/network.ts';
import { paceSchema } from '../functions/domain/pace.ts';
import { signedBucketsSchema } from '../functions/domain/signed-bucket.ts';
import { claimNameSchema, scopesSchema, subjectsSchema, type TokenRules } from '../functions/domain/token-rules.ts';

/** Every function that is told of agent types reads and checks them when it starts: 200 KB take some milliseconds. */
const LARGEST_AGENT_TYPES = 200_000;

const deployedPaceSchema = paceSchema
  .extend({
    /** A batch that no event wakes is asked after this time. */
    wakeSeconds: z.int().min(1).max(120),
    /** How long each wave is watched where a request does not plan its waves itself. */
    bakeSeconds: z.int().min(0).max(86_400),
  })
  .refine((pace) => pace.firstPollSeconds <= pace.longestPollSeconds, 'the first poll waits longer than the longest');

const deployedAgentTypesSchema = agentTypesSchema
  .refine((types) => new Set(types.map(({ name }) => name)).size === types.length, 'two agent types have one name')
  .refine(
    (types) => Buffer.byteLength(JSON.stringify(types)) <= LARGEST_AGENT_TYPES,
    `over ${LARGEST_AGENT_TYPES} bytes of JSON`,
  );

/** Lambda takes 4,096 bytes of environment a function; all the rest needs under 1,000 of them. */
const LARGEST_SOURCES = 2_000;

const deployedSourcesSchema = artifactSourcesSchema.refine(
  (sources) => Buffer.byteLength(JSON.stringify(sources)) <= LARGEST_SOURCES,
  `over ${LARGEST_SOURCES} bytes of JSON, more than the functions' environment holds`,
);

/** Of the same environment. */
const LARGEST_SUBJECTS = 800;

const deployedSubjectsSchema = subjectsSchema.refine(
  (subjects) => Buffer.byteLength(JSON.stringify(subjects)) <= LARGEST_SUBJECTS,
  `over ${LARGEST_SUBJECTS} bytes of JSON, more than the functions' environment holds`,
);

/** Read and checked by three functions when they start: 50 KB are some hundred networks. */
const LARGEST_NETWORKS = 50_000;

/** API Gateway takes wildcards, too: we do not, since whoever serves a page on an allowed origin acts with the tokens that are typed into it. */
const corsOriginSchema = z
  .string()
  .refine(
    isWebOrigin,
    'not an https origin, or one of this machine, alone and in lower case, without a path or a wildcard',
  );

const deployedNetworksSchema = networksSchema.refine(
  (networks) => Buffer.byteLength(JSON.stringify(networks)) <= LARGEST_NETWORKS,
  `over ${LARGEST_NETWORKS} bytes of JSON`,
);

/** Every description says what to write: it ends the message where a setting is missing or wrong. */
const settingsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .describe('a lower-case name of at most 20 characters such as dev: it becomes part of every resource name'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .exactOptional()
    .describe('the 12 digits of an AWS account, or leave it out to deploy into the account that is signed in'),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .exactOptional()
    .describe('an AWS region such as eu-central-1, or leave it out to deploy into the region that is signed in'),
  issuer: z
    .string()
    .refine(isIssuer, 'not an https URL')
    .describe("the https URL that your identity provider puts into its tokens' iss claim: https://login.example.com"),
  audience: z
    .array(z.string().min(1))
    .min(1)
    .describe('the values that tokens may carry as aud or client_id, at least one: fleet-upgrade'),
  scopeClaim: claimNameSchema.describe('the claim that holds the scopes of a token: scope, scp or roles'),
  /** What the identity provider calls them. */
  scopes: scopesSchema.describe(
    '{ read, upgrade, admin }: three different names without spaces, commas or brackets, such as Fleet.Read or api://fleet/fleet.read; those left out are fleet/read, fleet/upgrade and fleet/admin',
  ),
  /** Which agents a token is for. */
  fenceClaim: claimNameSchema
    .default('allowedTags')
    .describe('the claim that lists the tags of the agents that a token is for, or leave it out for allowedTags'),
  /** Who may do what, where tokens carry no scopes. */
  subjects: deployedSubjectsSchema
    .default([])
    .describe(
      "a list of up to 20 { subject, may: ['read', 'upgrade', 'admin'] }, with a subject such as repo:acme/fleet:ref:refs/heads/main or repo:acme/fleet:*, or leave it out where tokens carry scopes",
    ),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).describe('DEBUG, INFO, WARN or ERROR'),
  pace: deployedPaceSchema.describe(
    'whole seconds: wakeSeconds up to 120, bakeSeconds up to 86400, deliverySeconds 30 to 300, preparationSeconds, executionSeconds, firstPollSeconds, longestPollSeconds, lookAgainSeconds and leaveAloneSeconds',
  ),
  agentTypes: deployedAgentTypesSchema.describe('a list of agent types like the one in agent-types.json'),
  /** Where an administrator may take an artifact from that is not in the catalogue. */
  artifactSources: deployedSourcesSchema
    .default([])
    .describe(
      'a list of https addresses such as https://artifacts.example.com/agents/, or of folders such as s3://bucket/agents/, or leave it out to allow none',
    ),
  /** How nodes come by artifacts, by the tags of their agents; the first that fits counts. */
  networks: deployedNetworksSchema
    .default([])
    .describe(
      'a list of { name, tag: { key, value }, mirrors: [{ from, to }], proxy, maxKbps, jitterSeconds }, of which only the name is needed and only the last may be without a tag, or leave it out',
    ),
  /** Artifacts in these are sent to nodes as signed addresses; all others the node fetches with its own role. */
  signedBuckets: signedBucketsSchema
    .default([])
    .describe('a list of up to 20 names of buckets in the region of the deployment, or leave it out to sign nothing'),
  /** Where false, an artifact may be published, or brought by a job, that no node can check. */
  requireChecksum: z
    .boolean()
    .default(true)
    .describe('false where artifacts may do without a checksum, else true, or leave it out'),
  /** What a request means that does not say whether agents may go back to an older version. */
  allowDowngrade: z
    .boolean()
    .default(false)
    .describe('true where agents may go to an older version unless the request says otherwise, else false'),
  logRetentionDays: z
    .enum(RetentionDays)
    .exclude(['INFINITE'])
    .describe('a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 180, 365 or more'),
  /** Whether the table and the logs outlive the stack, and deleting them takes a second, deliberate step. */
  keepData: z.boolean().describe('true where the data must outlive the stack, else false'),
  /** Where a fleet may be looked at and not touched: a request that is not simulated is refused. */
  dryRunOnly: z.boolean().describe('true where jobs may only be simulated, else false'),
  /** How often discovery goes over the managed nodes. */
  discoveryMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .refine((minutes) => minutes % 5 === 0, 'not a multiple of 5')
    .describe('a multiple of 5 minutes up to 1440, at which all nodes are looked at again, or 0 for never'),
  corsOrigins: z
    .array(corsOriginSchema)
    .max(20)
    .default([])
    .describe(
      'a list of up to 20 origins such as https://console.example.com, whose pages may call the API from a browser, or leave it out for none',
    ),
  throttle: z
    .strictObject({ rate: z.int().min(1), burst: z.int().min(1) })
    .describe('{ rate, burst }: requests that the API takes a second, and at once'),
  /** The console and the API's page, deployed with CloudFront; without it there is none. People sign in at the issuer, as this client. */
  site: z
    .strictObject({
      clientId: z.string().min(1).max(256),
      scopes: z.array(z.string().min(1).max(256)).min(1).max(20),
      /** Where the issuer hands out tokens, if that is not its own origin: a user pool's domain with Cognito. The pages may ask it, too. */
      tokenOrigin: corsOriginSchema.exactOptional(),
    })
    .exactOptional()
    .describe(
      "{ clientId, scopes, tokenOrigin? }: the public client by which people sign in, and the origin of its token endpoint where it is not the issuer's, or leave it out to deploy no web console",
    ),
  /** Commands go only to nodes that carry this tag; without it, to every managed node of the account and region. */
  nodeTag: z
    .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
    .exactOptional()
    .describe('{ key, value }: the tag of the nodes that may get commands, or leave it out for all nodes'),
});

/** Whoever has a repository there gets tokens of these issuers, for any audience. */
const OPEN_ISSUERS = ['https://token.actions.githubusercontent.com', 'https://gitlab.com'];

/** Else a claim that the repository itself fills would decide. */
const deployableSchema = settingsSchema.refine(
  ({ issuer, subjects }) =>
    subjects.length > 0 || !OPEN_ISSUERS.some((open) => issuer === open || issuer.startsWith(`${open}/`)),
  { path: ['subjects'], error: 'this issuer gives tokens to everybody, and they carry no scopes' },
);

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** What the functions are told of tokens. */
export const tokenRulesOf = ({ scopeClaim, scopes, fenceClaim, subjects }: Settings): TokenRules => ({
  scopeClaim,
  scopes,
  fenceClaim,
  subjects,
});

/** @throws Error with a sentence for each setting that is missing, wrong or unknown; it says what to write. */
export function parseSettings(input: unknown): Settings {
  const parsed = deployableSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(['These settings cannot be used:', ...parsed.error.issues.map(sentence)].join('\n- '));
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const setting = Object.entries(settingsSchema.shape).find(([name]) => name === path[0])?.[1];
  if (setting === undefined) return `${message}. The settings are ${Object.keys(settingsSchema.shape).join(', ')}.`;
  return `${path.join('.')} cannot be used (${message}). Write ${setting.description}.`;
}

/** API Gateway takes https alone; http is for the embedded stack's issuer, which never leaves this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

/** An origin as browsers send it, so that it can be compared letter by letter; plain http for a page under development alone. */
function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  const isOwn = hostname === 'localhost' || hostname === '127.0.0.1';
  return origin === text && !text.includes('*') && (protocol === 'https:' || (protocol === 'http:' && isOwn));
}
