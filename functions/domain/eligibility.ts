import type { Agent } from './agent.ts';
import type { AgentType } from './agent-type.ts';
import { whyUncheckable } from './artifact-check.ts';
import { type CatalogueVersion, deprecationDetail } from './catalogue.ts';
import type { Job } from './job.ts';
import type { AgentReasonCode } from './reasons.ts';
import { recipeOf } from './recipes/recipes.ts';
import { compareVersions } from './version.ts';

export interface EligibilityFacts {
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  /** The job's target version as the catalogue has it, by agent type. */
  readonly published: ReadonlyMap<string, CatalogueVersion>;
  /** Does the deployment ask for a checksum of every artifact that is not signed? */
  readonly requireChecksum: boolean;
}

export type EligibilityJob = Pick<Job, 'action' | 'artifact' | 'allowDowngrade'>;

export interface Ineligible {
  readonly reason: AgentReasonCode;
  /** More than the reason's own sentence, where there is more to say. */
  readonly detail?: string;
}

/**
 * Why nothing is sent to the agent, as far as the inventory and the catalogue tell; undefined where it is. A rollback goes back to where
 * the agent came from, whatever the catalogue says of that version by now.
 */
export function whyIneligible(
  agent: Agent,
  version: string,
  facts: EligibilityFacts,
  job: EligibilityJob,
): Ineligible | undefined {
  const agentType = facts.agentTypes.get(agent.agentType);
  if (agentType === undefined) return { reason: 'AGENT_TYPE_UNKNOWN' };
  if (job.action === 'rollback') return undefined;
  const published = facts.published.get(agent.agentType);
  return (
    whyNotTaken(agentType, published, facts, job) ??
    whyTooOld(agent, agentType, published) ??
    whyTooNew(agent, version, agentType, job)
  );
}

/** What the version and its artifacts, or the job's own, say to all agents of the type. */
function whyNotTaken(
  agentType: AgentType,
  published: CatalogueVersion | undefined,
  { requireChecksum }: EligibilityFacts,
  { artifact }: EligibilityJob,
): Ineligible | undefined {
  if (published === undefined && artifact === null) return { reason: 'VERSION_NOT_FOUND' };
  if (published?.deprecation)
    return { reason: 'VERSION_DEPRECATED', detail: deprecationDetail(published, published.deprecation) };
  const { takesArtifacts } = recipeOf(agentType);
  if (!takesArtifacts) return artifact === null ? undefined : { reason: 'ARTIFACT_UNUSABLE' };
  const artifacts = artifact === null ? (published?.artifacts ?? []) : [artifact];
  const why = whyUncheckable(agentType, artifacts, requireChecksum);
  return why === undefined ? undefined : { reason: 'ARTIFACT_UNUSABLE', detail: why };
}

function whyTooOld(
  { version: current }: Agent,
  { versionScheme }: AgentType,
  published: CatalogueVersion | undefined,
): Ineligible | undefined {
  const least = published?.minVersion ?? null;
  if (current === null || least === null) return undefined;
  if ((compareVersions(versionScheme, current, least) ?? 0) >= 0) return undefined;
  const detail = `The agent runs ${current}, and ${published?.version} takes minVersion ${least} or newer: upgrade to that first.`;
  return { reason: 'VERSION_TOO_OLD', detail };
}

function whyTooNew(
  { version: current }: Agent,
  version: string,
  { versionScheme }: AgentType,
  { allowDowngrade }: EligibilityJob,
): Ineligible | undefined {
  if (current === null || allowDowngrade) return undefined;
  return (compareVersions(versionScheme, current, version) ?? 0) > 0 ? { reason: 'DOWNGRADE_NOT_ALLOWED' } : undefined;
}
