import type { AgentType } from './domain/agent-type.ts';
import { withoutQuery } from './domain/artifact-url.ts';
import type { Batch } from './domain/batch.ts';
import type { Job } from './domain/job.ts';
import { rollbackIdOf } from './domain/lineage.ts';
import { recipes } from './domain/recipes/recipes.ts';
import type { AgentResult } from './domain/results.ts';
import { allowedActions } from './domain/steer.ts';

type AgentTypes = ReadonlyMap<string, AgentType>;

/** How a job goes back to others and on to others, and what can be done with it now. */
export function lineageAnswer(
  job: Job,
  results: readonly AgentResult[],
  batches: readonly Batch[],
  agentTypes: AgentTypes,
) {
  const takesBack = takesBackOf(batches, agentTypes);
  return {
    parentJobId: job.parentJobId,
    action: job.action,
    artifact: job.artifact === null ? null : { ...job.artifact, url: withoutQuery(job.artifact.url) },
    allowed: allowedActions(job, results),
    ...(job.action === 'rollback' ? { takesBack } : { rollback: { jobId: rollbackJobId(job), takesBack } }),
  };
}

/** For each agent type of the job, what a rollback can take back of it. */
function takesBackOf(batches: readonly Batch[], agentTypes: AgentTypes) {
  const names = [...new Set(batches.map(({ agentType }) => agentType))];
  return names.map((agentType) => {
    const recipe = agentTypes.get(agentType)?.recipe ?? null;
    const sentence = recipe === null ? 'This deployment no longer knows this agent type.' : recipes[recipe].takesBack;
    return { agentType, recipe, sentence };
  });
}

/** The job that takes this one back; null where there is none, or where the job has not come to making it. */
function rollbackJobId({ id, phase, rollbackAsked }: Job): string | null {
  if (rollbackAsked === null) return null;
  return phase === 'done' || rollbackAsked.by !== null ? rollbackIdOf(id) : null;
}
