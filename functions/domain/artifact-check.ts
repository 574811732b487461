import type { AgentType } from './agent-type.ts';
import type { Artifact } from './catalogue.ts';

type Checked = Pick<Artifact, 'sha256' | 'signature'>;

/**
 * Why an agent type's nodes could not check one of these artifacts as they have to, a sentence; undefined where they can. With a public
 * key of the type every artifact is signed, and the signature says all that a checksum says.
 * @param requireChecksum does the deployment ask for a checksum where nothing is signed?
 */
export function whyUncheckable(
  agentType: AgentType,
  artifacts: readonly Checked[],
  requireChecksum: boolean,
): string | undefined {
  const isSigned = 'publicKey' in agentType && agentType.publicKey !== undefined;
  if (isSigned && artifacts.some(({ signature }) => signature === null))
    return `Agent type ${agentType.name} has a public key: every artifact of it needs a signature.`;
  if (!isSigned && requireChecksum && artifacts.some(({ sha256 }) => sha256 === null))
    return `An artifact of ${agentType.name} needs its sha256.`;
  return undefined;
}
