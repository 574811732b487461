import * as z from 'zod';
import { agentTypesSchema } from '../../functions/domain/agent-type.ts';
import { artifactSourcesSchema } from '../../functions/domain/artifact-source.ts';
import { networksSchema } from '../../functions/domain/network.ts';
import { paceSchema } from '../../functions/domain/pace.ts';
import { signedBucketsSchema } from '../../functions/domain/signed-bucket.ts';

/** Every function that is told of agent types reads and checks them when it starts: 200 KB take some milliseconds. */
const LARGEST_AGENT_TYPES = 200_000;

/** Lambda takes 4,096 bytes of environment a function; all the rest needs under 1,000 of them. */
const LARGEST_SOURCES = 2_000;

/** Read and checked by three functions when they start: 50 KB are some hundred networks. */
const LARGEST_NETWORKS = 50_000;

export const deployedPaceSchema = paceSchema
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

const deployedSourcesSchema = artifactSourcesSchema.refine(
  (sources) => Buffer.byteLength(JSON.stringify(sources)) <= LARGEST_SOURCES,
  `over ${LARGEST_SOURCES} bytes of JSON, more than the functions' environment holds`,
);

const deployedNetworksSchema = networksSchema.refine(
  (networks) => Buffer.byteLength(JSON.stringify(networks)) <= LARGEST_NETWORKS,
  `over ${LARGEST_NETWORKS} bytes of JSON`,
);

/** What is upgraded, where, how fast, and what nodes may be told. */
export const fleet = {
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
  /** Where a fleet may be looked at and not touched: a request that is not simulated is refused. */
  dryRunOnly: z.boolean().describe('true where jobs may only be simulated, else false'),
  /** How often discovery goes over the managed nodes. */
  discoveryMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .refine((minutes) => minutes % 5 === 0, 'not a multiple of 5')
    .describe('a multiple of 5 minutes up to 1440, at which all nodes are looked at again, or 0 for never'),
  /** Commands go only to nodes that carry this tag; where it is null, to every managed node of the account and region. */
  nodeTag: z
    .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
    .nullable()
    .describe('{ key, value }: the tag of the nodes that may get commands, or null for all nodes'),
};
