import * as z from 'zod';
import type { Agent } from './agent.ts';
import { isFromSource } from './artifact-source.ts';
import { artifactSourceSchema } from './artifact-url.ts';
import { tagNameSchema, tagOf } from './tags.ts';

/*
 * A network is how some agents' nodes come by artifacts: from which mirrors, through which proxy, how fast and how spread. An agent's own
 * tags say in which it is. None of it changes what is installed: the checksum and the signature stay those of the artifact.
 */

/** A whole folder, so that a mirror of `agents/` is none of `agents-old/`. */
const folderSchema = artifactSourceSchema.transform((text) => (text.endsWith('/') ? text : `${text}/`));

/** What is below `from` is fetched from the same place below `to`. */
const mirrorSchema = z.strictObject({ from: folderSchema, to: folderSchema });

/** curl would take port 1080 where none is said. A password would be read by whoever may read the deployment or its commands. */
const PROXY = /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?:[1-9]\d{0,4}$/;

/** The documents have so much time for it beside all else that they do. */
export const MOST_JITTER_SECONDS = 600;

const networkSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case name such as factory-floor'),
  /** Of the agents that are in it; without one it is for all that are in no other. */
  tag: z.strictObject({ key: tagNameSchema, value: z.string().max(256) }).exactOptional(),
  mirrors: z.array(mirrorSchema).max(20).default([]),
  /** Downloads go through it; as the node is configured where there is none. */
  proxy: z
    .string()
    .regex(PROXY, 'http://host:port or https://host:port, without a user name or password')
    .exactOptional(),
  /** Most kilobits a second of one download: the documents' own bounds. */
  maxKbps: z.int().min(1).max(999_999).exactOptional(),
  /** The nodes of a batch spread their downloads over so many seconds, as far as the attempt has time for it. */
  jitterSeconds: z.int().min(0).max(MOST_JITTER_SECONDS).exactOptional(),
});
export type Network = z.infer<typeof networkSchema>;

/** The first that an agent fits counts. */
export const networksSchema = z
  .array(networkSchema)
  .refine(
    (networks) => new Set(networks.map(({ name }) => name)).size === networks.length,
    'two networks have one name',
  )
  .refine(
    (networks) => networks.slice(0, -1).every(({ tag }) => tag !== undefined),
    'a network without a tag takes all agents, so that only the last one can do without',
  );

/** The name of the network that the agent is in; null where it is in none. */
export function networkOf({ tags }: Pick<Agent, 'tags'>, networks: readonly Network[]): string | null {
  const found = networks.find(({ tag }) => tag === undefined || tagOf(tags, tag.key) === tag.value);
  return found?.name ?? null;
}

/**
 * Where the nodes of a network find what is at this address: at the first mirror of a folder that holds it. A query goes along, since a
 * mirror may need it to fetch the artifact itself. The answer need be no good address: a bucket takes fewer characters than the web.
 */
export function mirrored(url: string, mirrors: Network['mirrors']): string {
  const mirror = mirrors.find(({ from }) => isFromSource(url, [from]));
  return mirror === undefined ? url : mirror.to + new URL(url).href.slice(mirror.from.length);
}
