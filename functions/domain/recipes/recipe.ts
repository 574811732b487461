import * as z from 'zod';
import type { CatalogueVersion } from '../catalogue.ts';
import type { Network } from '../network.ts';
import { publicKeyPem } from '../public-key.ts';
import type { ForeignOutput } from './foreign-output.ts';

/*
 * A recipe is how one kind of agent is upgraded: the document that is sent, the parameters that it is sent, and how its output is read.
 * Each has a file of its own here, and is known once recipes.ts lists it.
 */

/** How versions of an agent type are written and ordered. */
export const versionSchemes = ['semver', 'dotted', 'deb', 'rpm', 'opaque'] as const;

/** A shell command, at most 1,000 characters; on Windows one of PowerShell. */
export const command = z.string().max(1000);

/** Nothing in it means anything to a shell, and it is no option. */
export const plainWord = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9][A-Za-z0-9@._+-]*$/, 'a plain word of letters, digits and @ . _ + -');

/** A name in SSM Inventory's AWS:Application; a `*` at its end stands for whatever follows, and alone would be every software. */
const applicationName = z
  .string()
  .regex(/^[^*]{1,200}\*?$/, 'a name of the inventory type AWS:Application, or how it begins with a * behind');

/** What every agent type says, whatever its recipe. */
export const commonFields = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case name such as metrics-agent'),
  versionScheme: z.enum(versionSchemes),
  /** Its nodes' operating system: an agent that runs on both is two agent types. */
  platform: z.enum(['linux', 'windows']).default('linux'),
  /** Seconds that the agent has to become healthy after a restart. */
  healthTimeoutSeconds: z.int().min(1).max(300).default(60),
  /** How discovery recognises it on a node, where its package does not say that: see applications.ts. */
  discovery: z.strictObject({ applications: z.array(applicationName).min(1).max(10) }).exactOptional(),
};

/** What every agent type of ours says about how to see that it is well; the recipe knows a way where it says nothing. */
export const healthFields = {
  /** Exits with 0 where the agent is healthy. */
  healthCommand: command.default(''),
  /** Answers GET with 2xx where the agent is healthy: https, or http on the node itself. */
  healthUrl: z
    .string()
    .max(500)
    .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[!-~]+$/, 'https, or http on 127.0.0.1 or localhost')
    .or(z.literal(''))
    .default(''),
};

/** Versions that a node keeps of the agent, the running one and the one before among them. */
export const keepVersions = z.int().min(2).max(10).default(3);

/** How the probe finds out about an agent; an empty text leaves a question out. */
interface Probing {
  /** Prints the version that runs now. */
  readonly versionCommand: string;
  readonly healthCommand: string;
  readonly healthUrl: string;
  /** Absolute folder of the attempts' journal and, for some recipes, the versions; the document's own where it is empty. */
  readonly installRoot: string;
}

/** One attempt to change agents. */
export interface Change {
  readonly action: 'upgrade' | 'reinstall' | 'rollback';
  /** The version that the agents are to run. For a rollback it is what their nodes reported before. */
  readonly version: string;
  /** What is published of that version; undefined where nothing is, which only a rollback may do with. */
  readonly published: Published | undefined;
  /** How the nodes come by an artifact; null where nothing is said of it. */
  readonly network: Pick<Network, 'proxy' | 'maxKbps' | 'jitterSeconds'> | null;
  readonly attemptId: string;
  readonly notAfter: Date;
  /** Did whoever asked for an upgrade allow that it goes down? */
  readonly allowDowngrade: boolean;
}

/** What the node needs to know of a version. */
export type Published = Pick<CatalogueVersion, 'artifacts' | 'packages' | 'reportedVersion'>;

export interface Recipe<Type> {
  /**
   * Is the document ours? Then it keeps a journal of attempts on the node and prints a result. One of AWS's knows no attempt, so that
   * the probe alone tells what came of it.
   */
  readonly isOurs: boolean;
  /** Is an agent installed from an artifact, which a job may bring itself? */
  readonly takesArtifacts: boolean;
  /** What the recipe can take back, for people who are about to ask for it. */
  readonly takesBack: string;
  /** Why the recipe cannot bring agents to this version, a sentence; undefined where it can. */
  whyUnusable(version: Published & { readonly version: string }): string | undefined;
  parameters(agentType: Type, change: Change): Record<string, string>;
  probing(agentType: Type): Probing;
  /** Reads what a document of AWS printed. */
  readOutput?(output: string): ForeignOutput;
}

/** Commands and URLs travel as base64url, so that no parameter holds more than one plain word for a shell. */
export const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** What every document of ours that changes agents is told. */
export const changeParameters = ({ action, notAfter }: Change, reported: string): Record<string, string> => ({
  Action: action,
  NotAfter: String(Math.floor(notAfter.getTime() / 1000)),
  Version: reported,
});

/** Where the node finds the artifact that fits it, a line each, the key that has to have signed it, and how to download it; nothing for a rollback. */
export function artifactParameters(
  { action, published, network }: Change,
  publicKey: string | undefined,
): Record<string, string> {
  if (action === 'rollback' || published === undefined) return {};
  const lines = published.artifacts.map(({ platform, architecture, url, sha256, signature }) =>
    [`${platform}/${architecture}`, url, sha256 ?? '-', signature ?? '-'].join(' '),
  );
  return {
    Artifacts: encoded(lines.join('\n')),
    ...(publicKey !== undefined && { PublicKey: encoded(publicKeyPem(publicKey)) }),
    ...downloadParameters(network),
  };
}

/** What a network does not say is left to the document. */
function downloadParameters(network: Change['network']): Record<string, string> {
  const { proxy, maxKbps, jitterSeconds } = network ?? {};
  return {
    ...(proxy !== undefined && { Proxy: encoded(proxy) }),
    ...(maxKbps !== undefined && { MaxKbps: String(maxKbps) }),
    ...(jitterSeconds !== undefined && { JitterSeconds: String(jitterSeconds) }),
  };
}
