import * as z from 'zod';
import { retryRequestSchema } from '../../domain/retry.ts';
import { rollbackRequestSchema } from '../../domain/rollback.ts';
import { agentUpgradeRequestSchema, upgradeRequestSchema } from '../../domain/upgrade-request.ts';
import { getJobQuery } from '../../queries/get-job.ts';
import { getJobReportQuery } from '../../queries/get-job-report.ts';
import { listJobAgentsQuery } from '../../queries/list-job-agents.ts';
import { listJobEventsQuery } from '../../queries/list-job-events.ts';
import { listJobsQuery } from '../../queries/list-jobs.ts';
import { jobEventsSchema, jobSchema, jobsSchema } from '../answers/job.ts';
import { jobAgentsSchema, upgradedAgentSchema } from '../answers/job-agent.ts';
import { reportSchema } from '../answers/report.ts';
import { json, type Operation, type OperationsOf } from '../operation.ts';
import { idempotencyKey, ifNoneMatch, prefer } from '../parameters.ts';
import '../requests/queries.ts';
import '../requests/upgrade.ts';

const waiting = { headers: z.object({ 'Idempotency-Key': idempotencyKey, Prefer: prefer }), waits: true } as const;

const revalidating = { headers: z.object({ 'If-None-Match': ifNoneMatch }), revalidates: true } as const;

const steering = (summary: string, description: string, own: Operation['problems'] = []): Operation => ({
  tag: 'Jobs',
  summary,
  description,
  answer: json(jobSchema),
  problems: ['JOB_NOT_FOUND', 'WRONG_STATE', 'CHANGED_MEANWHILE', ...own],
});

const upgradeProblems: Operation['problems'] = [
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'ARTIFACT_NEEDS_ADMIN',
  'PLAN_CHANGED',
  'PLAN_UNKNOWN',
  'DRY_RUN_ONLY',
  'START_TOO_FAR',
  'ARTIFACT_SOURCE_NOT_ALLOWED',
  'CHECKSUM_MISSING',
  'VERSION_UNUSABLE',
];

export const jobOperations: OperationsOf<
  | 'submit-upgrade'
  | 'submit-agent-upgrade'
  | 'list-jobs'
  | 'get-job'
  | 'list-job-agents'
  | 'list-job-events'
  | 'get-job-report'
  | 'pause-job'
  | 'resume-job'
  | 'cancel-job'
  | 'approve-job'
  | 'retry-job'
  | 'rollback-job'
> = {
  'submit-upgrade': {
    tag: 'Jobs',
    summary: 'Upgrade agents',
    description:
      'Starts a job that brings the named or chosen agents to the target version, wave by wave, and answers the job at once, or with `Prefer` when it has ended. Agents that are unknown, offline or busy fail by themselves and do not sink the job.',
    ...waiting,
    body: upgradeRequestSchema,
    bodyExample: { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0', note: 'CHG-1042', simulated: true },
    answer: json(jobSchema),
    leavesOut: true,
    problems: upgradeProblems,
  },
  'submit-agent-upgrade': {
    tag: 'Jobs',
    summary: 'Upgrade an agent',
    description:
      'Starts a job for this agent alone, and answers what is known of the agent in it, at once or with `Prefer` when it is done: no status before. The job says how it goes on.',
    ...waiting,
    body: agentUpgradeRequestSchema,
    bodyExample: { targetVersion: '1.5.0', simulated: true },
    answer: json(upgradedAgentSchema),
    leavesOut: true,
    problems: ['AGENT_NOT_FOUND', ...upgradeProblems],
  },
  'list-jobs': {
    tag: 'Jobs',
    summary: 'List jobs',
    description:
      'All jobs, newest first, or those for which every filter holds. A filtered page reads a bounded number of jobs and may be short, even empty, and still have a nextCursor. How far a job is, and its agents, the job itself tells.',
    query: listJobsQuery,
    answer: json(jobsSchema),
    problems: [],
  },
  'get-job': {
    tag: 'Jobs',
    summary: 'Read a job',
    description:
      'The job as it is now, with its agents: all of them up to 10,000, or a page where `limit` or `cursor` asks for one. The list of its agents goes on under the same cursors.',
    query: getJobQuery,
    headers: z.object({ 'If-None-Match': ifNoneMatch, Prefer: prefer }),
    revalidates: true,
    waits: true,
    answer: json(jobSchema),
    problems: ['JOB_NOT_FOUND'],
  },
  'list-job-agents': {
    tag: 'Jobs',
    summary: "List a job's agents",
    description:
      'In the order in which they were named, those that are excluded among them. A filtered page looks at 2,000 agents at most and may be short, even empty, and still have a nextCursor.',
    query: listJobAgentsQuery,
    ...revalidating,
    answer: json(jobAgentsSchema),
    problems: ['JOB_NOT_FOUND'],
  },
  'list-job-events': {
    tag: 'Jobs',
    summary: "Read a job's audit trail",
    description: 'What became of the job, why, and who asked for it; oldest first.',
    query: listJobEventsQuery,
    ...revalidating,
    answer: json(jobEventsSchema),
    problems: ['JOB_NOT_FOUND'],
  },
  'get-job-report': {
    tag: 'Jobs',
    summary: "Read a job's report",
    description:
      'What became of the job and what it cost, at any time; final once the job is done. `Accept` chooses the form: CSV has the agents alone. A page has as many agents as fit into an answer; the header `link` leads to the next one.',
    query: getJobReportQuery,
    answer: {
      status: 200,
      bodies: {
        'application/json': reportSchema,
        'text/csv': z.string().meta({
          id: 'ReportCsv',
          description: 'The agents of the page as RFC 4180 has it, under the names of the columns.',
        }),
        'text/markdown': z
          .string()
          .meta({ id: 'ReportMarkdown', description: 'The report for people, with the agents of the page.' }),
      },
    },
    problems: ['JOB_NOT_FOUND', 'NOT_ACCEPTABLE'],
  },
  'pause-job': steering(
    'Pause a job',
    'It sends no more until it is resumed; what is under way is followed to its end.',
  ),
  'resume-job': steering(
    'Resume a job',
    'It may send again. Agents that failed until now no longer count for its threshold.',
  ),
  'cancel-job': steering(
    'Cancel a job',
    'It sends no more, commands whose switch has not begun are ended, and what is under way is followed to its end.',
  ),
  'approve-job': steering('Approve a job', 'Whoever asked for the job cannot approve it.', ['APPROVER_IS_REQUESTER']),
  'retry-job': {
    tag: 'Jobs',
    summary: "Retry a job's failed agents",
    description: 'Makes a new job of the agents that failed, and answers it.',
    ...waiting,
    body: retryRequestSchema,
    bodyMayBeEmpty: true,
    bodyExample: { note: 'the network is back' },
    answer: json(jobSchema),
    problems: [
      'JOB_NOT_FOUND',
      'IDEMPOTENCY_KEY_INVALID',
      'IDEMPOTENCY_KEY_REUSED',
      'ARTIFACT_NEEDS_ADMIN',
      'WRONG_STATE',
      'SIMULATED_JOB',
      'NOTHING_TO_RETRY',
      'ARTIFACT_UNUSED',
      'ROLLBACK_NOT_TAKEN_BACK',
      'DRY_RUN_ONLY',
      'START_TOO_FAR',
      'ARTIFACT_SOURCE_NOT_ALLOWED',
      'CHECKSUM_MISSING',
      'VERSION_UNUSABLE',
    ],
  },
  'rollback-job': {
    tag: 'Jobs',
    summary: 'Take a job back',
    description:
      'Makes a new job that brings the agents which the job changed, or may have changed, back to what they ran before, and answers it. A job that is under way ends first. Repeatable: a job has one rollback.',
    headers: z.object({ Prefer: prefer }),
    waits: true,
    body: rollbackRequestSchema,
    bodyMayBeEmpty: true,
    bodyExample: { note: 'errors since 1.5.0' },
    answer: json(jobSchema),
    problems: [
      'JOB_NOT_FOUND',
      'SIMULATED_JOB',
      'NOTHING_TO_ROLL_BACK',
      'ROLLBACK_OF_ROLLBACK',
      'CHANGED_MEANWHILE',
      'DRY_RUN_ONLY',
      'START_TOO_FAR',
    ],
  },
};
