import * as z from 'zod';
import type { AgentType } from '../agent-type.ts';
import { withoutQuery } from '../artifact-url.ts';
import { statusOf } from '../catalogue.ts';
import { type Job, jobIdSchema } from '../job.ts';
import type { Agents, Batches, Catalogue, Jobs } from '../ports.ts';
import { agentResults } from '../results.ts';
import { TARGETS_PER_CHUNK } from '../rollout.ts';
import { batchesOf } from './batches-of.ts';
import { listJobEvents } from './list-job-events.ts';

/** What is exported, in this order. */
const stages = ['agents', 'versions', 'open-jobs', 'ended-jobs'] as const;

/** How far an export has come: `after` is the listing's own cursor, `offset` the number of agents of the job behind it that are out already. */
export const exportCursorSchema = z.strictObject({
  stage: z.enum(stages),
  after: z.string().max(2_000).nullable(),
  offset: z.int().min(0).max(10_000_000),
  /** The job that `offset` is about: another one may have come to its place. */
  job: jobIdSchema.nullable(),
});
export type ExportCursor = z.infer<typeof exportCursorSchema>;

export const beginning: ExportCursor = { stage: 'agents', after: null, offset: 0, job: null };

export interface ExportingPorts {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly catalogue: Pick<Catalogue, 'list'>;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
}

/** One thing of the fleet's, as a line of the export. */
export type ExportLine = Readonly<Record<string, unknown>> & {
  readonly kind: 'agent' | 'version' | 'job' | 'job-agent' | 'job-event';
};

interface Step {
  readonly lines: readonly ExportLine[];
  readonly next: ExportCursor | null;
}

/** A page ends behind so many lines; a step adds at most 500 and some events: at 1,500 bytes a line under the 6 MB that a function may answer. */
const LINES_IN_A_PAGE = 1_500;

const AGENTS_IN_A_STEP = 500;

/** A version with notes and six addresses takes up to 12,000 characters. */
const VERSIONS_IN_A_STEP = 100;

/** The next lines of an export of everything; `next` is null at its end. What changes meanwhile may be out twice, or as it was before. */
export async function exportPage(ports: ExportingPorts, from: ExportCursor): Promise<Step> {
  const lines: ExportLine[] = [];
  let next: ExportCursor | null = from;
  while (next !== null && lines.length < LINES_IN_A_PAGE) {
    const step: Step = await exportStep(ports, next);
    lines.push(...step.lines);
    next = step.next;
  }
  return { lines, next };
}

function exportStep(ports: ExportingPorts, at: ExportCursor): Promise<Step> {
  switch (at.stage) {
    case 'agents':
      return exportAgents(ports, at);
    case 'versions':
      return exportVersions(ports, at);
    case 'open-jobs':
    case 'ended-jobs':
      return exportJob(ports, at);
  }
}

async function exportAgents({ agents }: ExportingPorts, at: ExportCursor): Promise<Step> {
  const { items, nextCursor } = await agents.list(AGENTS_IN_A_STEP, at.after);
  return { lines: items.map((agent) => ({ kind: 'agent', ...agent })), next: behind(at, nextCursor) };
}

async function exportVersions({ catalogue, agentTypes }: ExportingPorts, at: ExportCursor): Promise<Step> {
  const filter = { agentTypes: [...agentTypes.keys()], status: undefined };
  const { items, nextCursor } = await catalogue.list(filter, VERSIONS_IN_A_STEP, at.after);
  const lines = items.map((version): ExportLine => {
    const artifacts = version.artifacts.map((artifact) => ({ ...artifact, url: withoutQuery(artifact.url) }));
    return { kind: 'version', ...version, status: statusOf(version), artifacts };
  });
  return { lines, next: behind(at, nextCursor) };
}

/** One job and its events, or 250 of its agents. */
async function exportJob(ports: ExportingPorts, at: ExportCursor): Promise<Step> {
  const { jobs } = ports;
  const page = await (at.stage === 'open-jobs' ? jobs.listOpen(at.after, 1) : jobs.listEnded(at.after, 1));
  const listed = page.items[0];
  const job = listed && (await jobs.get(listed.id));
  if (job === undefined) return { lines: [], next: behind(at, page.nextCursor) };
  // A job that ended since the last page is no longer among the open ones: all of it comes behind them.
  const begun = at.job === job.id ? at.offset : 0;
  const head = begun === 0 ? [jobLine(job), ...(await eventLines(jobs, job))] : [];
  const offset = begun + TARGETS_PER_CHUNK;
  const next = offset < job.targetCount ? { ...at, offset, job: job.id } : behind(at, page.nextCursor);
  return { lines: [...head, ...(await agentLines(ports, job, begun))], next };
}

/** The next page of the same stage, or the beginning of the next stage. */
function behind({ stage }: ExportCursor, nextCursor: string | null): ExportCursor | null {
  if (nextCursor !== null) return { stage, after: nextCursor, offset: 0, job: null };
  const next = stages[stages.indexOf(stage) + 1];
  return next === undefined ? null : { stage: next, after: null, offset: 0, job: null };
}

/** Without what only this deployment can use, and without the query of a signed address, which is a key. */
function jobLine({
  waitToken: _token,
  execution: _execution,
  revision: _revision,
  lastEvent: _event,
  ...job
}: Job): ExportLine {
  const artifact = job.artifact && { ...job.artifact, url: withoutQuery(job.artifact.url) };
  return { kind: 'job', ...job, artifact };
}

/** Every event of a job; one has tens of them. */
async function eventLines(jobs: Jobs, job: Job): Promise<ExportLine[]> {
  const { items } = await listJobEvents(jobs, job.id, null, 1, job.lastEvent.number);
  return items.map((event) => ({ kind: 'job-event', jobId: job.id, ...event }));
}

async function agentLines(ports: ExportingPorts, job: Job, offset: number): Promise<ExportLine[]> {
  if (offset >= job.targetCount) return [];
  const chunk = await ports.jobs.targetChunk(job.id, Math.floor(offset / TARGETS_PER_CHUNK));
  const results = agentResults(job, [chunk], await batchesOf(ports.batches, job.id, chunk));
  return results.map((result) => ({ kind: 'job-agent', jobId: job.id, ...result }));
}
