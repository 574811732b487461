import type { Schemas } from '../../client/client.ts';
import { inWords } from '../options/duration.ts';
import type { Paint } from './paint.ts';
import { fields, table } from './table.ts';

type Job = Schemas['Job'];

/** A job for people: what it is and how it stands, and then its agents. */
export function jobText(job: Job, paint: Paint): string {
  const { agents, excluded, nextCursor } = job;
  const rows = [...agents, ...excluded].map((agent) => {
    const { agentUuid, oldVersion, newVersion, status, state, reason, error, detail } = agent;
    return [agentUuid, oldVersion, newVersion, status ?? state, reason, error ?? detail ?? ''];
  });
  const listed =
    rows.length === 0 ? '' : `\n${table(['AGENT', 'FROM', 'TO', 'STATUS', 'REASON', 'DETAIL'], rows, paint)}`;
  const more = nextCursor === null ? '' : `… and more: fleet report ${job.id} has all agents\n`;
  return `${fields(about(job), paint)}${listed}${more}`;
}

function about(job: Job): [string, string | null | undefined][] {
  const { progress, estimate, rollback } = job;
  return [
    ['job', job.id],
    ['action', `${job.simulated ? 'simulated ' : ''}${job.action} to ${job.targetVersion}`],
    ['status', job.status],
    ['phase', job.phase],
    ['reason', job.detail === null ? job.reason : `${job.reason}: ${job.detail}`],
    ['agents', counts(progress)],
    ['waves', job.waves.map(({ agents }) => agents).join(', ')],
    ['requested', `${job.createdAt} by ${job.requestedBy}`],
    ['completed', job.completedAt],
    ['change', job.changeTicket],
    ['note', job.note],
    ['parent', job.parentJobId],
    ['taken back by', rollback?.jobId],
    ['estimate', estimate ? `${inWords(estimate.seconds)}, about ${estimate.costUsd} US dollars` : null],
    ['plan hash', job.planHash],
    ['possible now', job.allowed.join(', ')],
  ];
}

/** `12: 9 succeeded (2 already current), 1 failed, 2 running`; parts that are zero are left out. */
function counts({ total, succeeded, skipped, failed, running, pending }: Job['progress']): string {
  const parts = [
    succeeded > 0 && `${succeeded} succeeded${skipped > 0 ? ` (${skipped} already current)` : ''}`,
    failed > 0 && `${failed} failed`,
    running > 0 && `${running} running`,
    pending > 0 && `${pending} pending`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? String(total) : `${total}: ${parts.join(', ')}`;
}
