import type { AgentType } from '../agent-type.ts';
import { BrokenInvariant } from '../errors.ts';
import { isInside } from '../fence.ts';
import type { Job } from '../job.ts';
import { mostFrequent, takesUp } from '../lineage.ts';
import { expanded } from '../new-job.ts';
import type { Agents, Batches, FoundTargets, Jobs } from '../ports.ts';
import { type AgentResult, agentResults } from '../results.ts';
import { TARGETS_PER_CHUNK } from '../rollout.ts';
import { selects } from '../selector.ts';
import { batchesOf } from './batches-of.ts';
import { loadJob } from './load-job.ts';

export interface ExpandingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
}

/** Chunks found in one call: 5,000 targets. Where few agents match, one chunk reads the whole inventory, 100,000 agents in some 10 s. */
const CHUNKS_IN_A_CALL = 20;

/**
 * Finds the next targets of a job that does not name them, and answers the job as it is then, unsaved. Repeatable: a chunk's targets are
 * stored once, with where finding goes on behind them, so whoever comes second follows the first.
 */
export async function expandTargets(ports: ExpandingPorts, job: Job): Promise<Job> {
  let next = job;
  for (let count = 0; count < CHUNKS_IN_A_CALL && !next.plan.expanded; count++) {
    const chunk = Math.floor(next.targetCount / TARGETS_PER_CHUNK);
    const found = await find(ports, next, next.plan.cursor);
    const stored = await ports.jobs.addTargets(job.id, chunk, found);
    const known = { ...next, targetCount: next.targetCount + stored.targets.length };
    next = stored.next === null ? expanded(known) : { ...known, plan: { ...known.plan, cursor: stored.next } };
  }
  return next.plan.expanded && next.source.kind === 'rollback' ? withTargetVersion(ports, next) : next;
}

/** Now it is known which version most agents go back to. */
async function withTargetVersion(ports: ExpandingPorts, job: Job): Promise<Job> {
  const chunks = await ports.jobs.targetChunks(job);
  return { ...job, targetVersion: mostFrequent(chunks.flatMap(({ versions }) => versions ?? [])) ?? job.targetVersion };
}

async function find(ports: ExpandingPorts, job: Job, cursor: string | null): Promise<FoundTargets> {
  const { source } = job;
  switch (source.kind) {
    case 'selector': {
      const { agents, agentTypes } = ports;
      const page = await agents.select(
        (agent) => isInside(job.fence, agent.tags) && selects(source.selector, agent, agentTypes),
        TARGETS_PER_CHUNK,
        cursor,
      );
      return { targets: page.items.map(({ agentUuid }) => agentUuid), versions: null, next: page.nextCursor };
    }
    case 'retry':
    case 'rollback':
      return ofParent(ports, job, cursor === null ? 0 : Number(cursor));
    case 'agents':
      throw new BrokenInvariant(`${job.id} names its agents, and there are none to be found.`);
  }
}

/** The parent's agents from number `offset` on that this job takes up: those of the chunk of 250 in which that number is, and of the next ones until there are some. */
async function ofParent(ports: ExpandingPorts, job: Job, offset: number): Promise<FoundTargets> {
  const parent = await loadJob(ports.jobs, job.parentJobId ?? '');
  const found: { readonly agentUuid: string; readonly version: string | null }[] = [];
  let at = offset;
  while (at < parent.targetCount && found.length < TARGETS_PER_CHUNK) {
    const within = at % TARGETS_PER_CHUNK;
    const { results, versions } = await resultsAt(ports, parent, Math.floor(at / TARGETS_PER_CHUNK));
    const wanted = results.flatMap((result, index) =>
      index >= within && takesUp(job, result) ? [{ result, index, aim: versions?.[index] ?? null }] : [],
    );
    const taken = wanted.slice(0, TARGETS_PER_CHUNK - found.length);
    found.push(...taken.map(({ result, aim }) => ({ agentUuid: result.agentUuid, version: aimOf(job, result, aim) })));
    const cutAt = wanted[taken.length]?.index;
    at += (cutAt ?? results.length) - within;
  }
  return {
    targets: found.map(({ agentUuid }) => agentUuid),
    versions: job.action === 'rollback' ? found.map(({ version }) => version) : null,
    next: at < parent.targetCount ? String(at) : null,
  };
}

/** A rollback goes back to the version from before; a retry of a rollback to where that one wanted to go. */
const aimOf = ({ source }: Job, { oldVersion }: AgentResult, aim: string | null): string | null =>
  source.kind === 'rollback' ? oldVersion : aim;

async function resultsAt(ports: ExpandingPorts, parent: Job, chunk: number) {
  const found = await ports.jobs.targetChunk(parent.id, chunk);
  const batches = await batchesOf(ports.batches, parent.id, found);
  return { results: agentResults(parent, [found], batches), versions: found.versions };
}
