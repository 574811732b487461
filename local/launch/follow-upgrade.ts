import * as z from 'zod';
import type { Clock } from '../clock.ts';

const version = z.string().nullable();

const jobSchema = z.looseObject({
  id: z.string(),
  targetVersion: z.string(),
  status: z.enum(['pending', 'running', 'success', 'failed']),
  phase: z.string(),
  reason: z.string(),
  completedAt: z.string().nullable(),
  progress: z.object({
    total: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    running: z.number(),
    percent: z.number(),
  }),
  agents: z.array(
    z.looseObject({
      agentUuid: z.string(),
      oldVersion: version,
      newVersion: version,
      status: z.string().nullable(),
      reason: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
/** What a caller of the API sees of a job. */
export type UpgradeJob = z.infer<typeof jobSchema>;

export interface UpgradeToFollow {
  readonly baseUrl: string;
  readonly token: string;
  readonly agentUuids: readonly string[];
  readonly targetVersion: string;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

const POLL_MS = 250;

/** Posts the request and follows the job to its end, saying each change of its progress, as a caller from outside would. */
export async function followUpgrade({
  baseUrl,
  token,
  agentUuids,
  targetVersion,
  clock,
  say,
}: UpgradeToFollow): Promise<UpgradeJob> {
  const call = async (path: string, init: RequestInit = {}): Promise<UpgradeJob> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${baseUrl}/api/v1${path}`, { ...init, headers });
    const body = await response.text();
    if (!response.ok) throw new Error(`The API answered ${response.status}: ${body}`);
    return jobSchema.parse(JSON.parse(body));
  };
  let job = await call('/agents/batch-upgrade', {
    method: 'POST',
    body: JSON.stringify({ agentUuids, targetVersion }),
  });
  let said = '';
  say(`Job ${job.id} upgrades ${job.progress.total} agents to ${targetVersion}.`);
  for (;;) {
    const line = progressLine(job);
    if (line !== said) say(line);
    said = line;
    if (job.completedAt !== null) return job;
    await new Promise<void>((resolve) => clock.schedule(POLL_MS, resolve));
    job = await call(`/upgrade-jobs/${job.id}`);
  }
}

function progressLine({ status, phase, progress: { percent, succeeded, failed, running } }: UpgradeJob): string {
  return `  ${status.padEnd(8)} ${phase.padEnd(17)} ${String(percent).padStart(3)} %   ${succeeded} succeeded, ${failed} failed, ${running} running`;
}
