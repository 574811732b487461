import type { AgentType } from '../agent-type.ts';
import { artifactUrlSchema } from '../artifact-url.ts';
import type { Artifact } from '../catalogue.ts';
import { mirrored, type Network } from '../network.ts';
import type { Pace } from '../pace.ts';
import { CommandRejected, type Signer } from '../ports.ts';
import { objectOf, signedUntil } from '../signed-bucket.ts';

export interface AddressingPorts {
  /** Buckets whose objects are sent as signed addresses. */
  readonly signedBuckets: readonly string[];
  readonly signer: Signer;
  readonly pace: Pace;
}

/** When an attempt is sent, and after when none of its scripts starts or switches. */
export interface AttemptTimes {
  readonly now: Date;
  readonly notAfter: Date;
}

/**
 * The artifacts, with addresses at which nodes of the network find them: the mirror's, and a signed one where that is in one of the signed
 * buckets. Such an address is a key to the artifact for half an hour or so: it belongs into the command and nowhere else.
 * @throws CommandRejected where the mirror cannot have an artifact of this address
 */
export async function addressArtifacts(
  ports: AddressingPorts,
  { platform }: Pick<AgentType, 'platform'>,
  artifacts: readonly Artifact[],
  network: Network | null,
  { now, notAfter }: AttemptTimes,
): Promise<Artifact[]> {
  const until = signedUntil(now, notAfter, ports.pace.executionSeconds);
  return Promise.all(
    artifacts.map(async (artifact) => {
      const url = network === null ? artifact.url : mirrorOf(artifact.url, network);
      const object = objectOf(url);
      if (object === undefined || !ports.signedBuckets.includes(object.bucket)) return { ...artifact, url };
      // What none of the nodes can take is not signed: a signed address is some 1,500 characters of the 12,000 that a command has for all.
      if (artifact.platform !== 'any' && artifact.platform !== platform) return { ...artifact, url };
      return { ...artifact, url: await ports.signer.sign(object, now, until) };
    }),
  );
}

function mirrorOf(url: string, { name, mirrors }: Network): string {
  const found = artifactUrlSchema.safeParse(mirrored(url, mirrors));
  if (found.success) return found.data;
  throw new CommandRejected(`The mirror of network ${name} cannot have an artifact of this version: no good address.`);
}
