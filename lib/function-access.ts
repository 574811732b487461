import type { ApiFunctionName } from '../functions/routes.ts';
import type { TableAction } from './fleet-table.ts';
import type { Sends } from './recipe-documents.ts';
import type { WorkflowAction } from './workflow-access.ts';

/** What a function can be told beside what every function is told. */
export type Variable =
  | 'ACCOUNT_ID'
  | 'AGENT_TYPES'
  | 'ALLOW_DOWNGRADE'
  | 'ARTIFACT_SOURCES'
  | 'BAKE_SECONDS'
  | 'DOCUMENTS'
  | 'DISCOVERY_MINUTES'
  | 'DRY_RUN_ONLY'
  | 'NETWORKS'
  | 'OPENAPI'
  | 'PACE'
  | 'REQUIRE_CHECKSUM'
  | 'TOKEN_RULES'
  | 'SIGNED_BUCKETS'
  | 'STATE_MACHINE_ARN';

export interface FunctionAccess {
  /** The setting without which there is no such function. */
  readonly onlyWith?: 'auditRetentionDays';
  readonly environment?: readonly Variable[];
  readonly table: readonly TableAction[];
  readonly workflow?: readonly WorkflowAction[];
  /** What it may send to the nodes: the probe, which changes nothing, or what changes agents. */
  readonly sends?: Sends;
  /** Whether it may see to which nodes Systems Manager is connected. Whoever sends may. */
  readonly seesNodes?: boolean;
  /** Whether it may see which version of our documents counts. */
  readonly seesDocuments?: true;
  /** Whether it may end commands that are under way. */
  readonly cancels?: boolean;
  /** Whether it may see all managed nodes, what is installed on them, and their instances. */
  readonly discovers?: true;
  /** Whether it reads all agents of a job at once, which may be 100,000 and more. */
  readonly readsWholeJobs?: true;
  /** Whether it may ask CloudWatch alarms for their state. */
  readonly readsAlarms?: true;
  /** Whether it may tell of jobs' ends on the event bus. */
  readonly announces?: true;
  /** Whether addresses that it signs let their holder read artifacts in the signed buckets. */
  readonly signs?: true;
}

type WorkerName =
  | 'plan-rollout'
  | 'decide-next'
  | 'wait-until-woken'
  | 'upgrade-agents'
  | 'settle-batch'
  | 'fail-job'
  | 'finish-job'
  | 'on-command-event'
  | 'reconcile-jobs'
  | 'discover-on-schedule'
  | 'record-audit';

type FunctionName = ApiFunctionName | WorkerName;

const steers: FunctionAccess = {
  environment: ['TOKEN_RULES', 'AGENT_TYPES', 'DOCUMENTS'],
  table: ['GetItem', 'Query', 'PutItem'],
  workflow: ['SendTaskSuccess'],
  cancels: true,
};

const decides: FunctionAccess = {
  environment: ['PACE'],
  table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
  readsAlarms: true,
  seesNodes: true,
};
const submits = {
  environment: [
    'TOKEN_RULES',
    'STATE_MACHINE_ARN',
    'BAKE_SECONDS',
    'DRY_RUN_ONLY',
    'AGENT_TYPES',
    'ARTIFACT_SOURCES',
    'REQUIRE_CHECKSUM',
  ],
  table: ['GetItem', 'Query', 'PutItem'],
  workflow: ['StartExecution'],
} as const satisfies FunctionAccess;

const settles: FunctionAccess = {
  environment: ['AGENT_TYPES', 'DOCUMENTS', 'PACE'],
  table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'],
  sends: 'probe',
  cancels: true,
};

const discovers = {
  environment: ['AGENT_TYPES', 'ACCOUNT_ID', 'DISCOVERY_MINUTES'],
  table: ['GetItem', 'BatchGetItem', 'Query', 'QueryIndex', 'PutItem', 'DeleteItem'],
  discovers: true,
} as const satisfies FunctionAccess;

const deprecates: FunctionAccess = {
  environment: ['TOKEN_RULES'],
  table: ['GetItem', 'QueryIndex', 'UpdateItem'],
  workflow: ['SendTaskSuccess'],
};

const upgrades = {
  ...submits,
  environment: [...submits.environment, 'ALLOW_DOWNGRADE', 'NETWORKS'],
  table: [...submits.table, 'BatchGetItem'],
} as const satisfies FunctionAccess;

/** Who may do what. Nothing else grants a function anything, except its own logs and, where events call it, its dead letters. */
export const functionAccess: Readonly<Record<FunctionName, FunctionAccess>> = {
  'submit-upgrade': upgrades,
  'submit-agent-upgrade': upgrades,
  'list-jobs': { environment: ['TOKEN_RULES'], table: ['QueryIndex'] },
  'get-job': { environment: ['TOKEN_RULES', 'AGENT_TYPES'], table: ['GetItem', 'Query'] },
  'list-job-agents': { environment: ['TOKEN_RULES'], table: ['GetItem', 'Query'] },
  'list-job-events': { environment: ['TOKEN_RULES'], table: ['GetItem', 'Query'] },
  'get-job-report': { environment: ['TOKEN_RULES'], table: ['GetItem', 'Query'], readsWholeJobs: true },
  'pause-job': { ...steers, cancels: false },
  'resume-job': { ...steers, cancels: false },
  'cancel-job': steers,
  'approve-job': { ...steers, cancels: false },
  'retry-job': submits,
  'rollback-job': {
    ...steers,
    environment: ['TOKEN_RULES', 'STATE_MACHINE_ARN', 'DRY_RUN_ONLY', 'AGENT_TYPES', 'DOCUMENTS'],
    workflow: ['SendTaskSuccess', 'StartExecution'],
  },
  'list-agents': { environment: ['TOKEN_RULES'], table: ['QueryIndex'] },
  'get-agent': { environment: ['TOKEN_RULES'], table: ['GetItem'] },
  'put-agent': {
    environment: ['TOKEN_RULES', 'AGENT_TYPES', 'ACCOUNT_ID'],
    table: ['GetItem', 'PutItem', 'DeleteItem'],
  },
  'delete-agent': { environment: ['TOKEN_RULES'], table: ['GetItem', 'DeleteItem'] },
  'export-fleet': { environment: ['TOKEN_RULES', 'AGENT_TYPES'], table: ['GetItem', 'Query', 'QueryIndex'] },
  'discover-agents': { ...discovers, environment: ['TOKEN_RULES', ...discovers.environment] },
  'list-versions': { environment: ['TOKEN_RULES', 'AGENT_TYPES'], table: ['QueryIndex'] },
  'get-version': { environment: ['TOKEN_RULES'], table: ['GetItem'] },
  'publish-version': {
    environment: ['TOKEN_RULES', 'AGENT_TYPES', 'REQUIRE_CHECKSUM'],
    table: ['GetItem', 'PutItem'],
  },
  'deprecate-version': deprecates,
  'activate-version': deprecates,
  'get-freeze': { environment: ['TOKEN_RULES'], table: ['Query'] },
  'put-freeze': {
    environment: ['TOKEN_RULES'],
    table: ['GetItem', 'Query', 'QueryIndex', 'PutItem'],
    workflow: ['SendTaskSuccess'],
  },
  'delete-freeze': {
    environment: ['TOKEN_RULES'],
    table: ['GetItem', 'Query', 'QueryIndex', 'DeleteItem'],
    workflow: ['SendTaskSuccess'],
  },
  'get-openapi': { environment: ['OPENAPI'], table: [] },
  'get-health': { table: [] },
  'plan-rollout': {
    environment: ['AGENT_TYPES', 'REQUIRE_CHECKSUM', 'NETWORKS'],
    table: ['GetItem', 'BatchGetItem', 'Query', 'QueryIndex', 'PutItem', 'UpdateItem'],
  },
  'decide-next': { ...decides, environment: ['DOCUMENTS', 'PACE'], seesDocuments: true },
  'wait-until-woken': { ...decides, workflow: ['SendTaskSuccess'] },
  'upgrade-agents': {
    ...settles,
    environment: ['AGENT_TYPES', 'DOCUMENTS', 'PACE', 'REQUIRE_CHECKSUM', 'NETWORKS', 'SIGNED_BUCKETS'],
    sends: 'change',
    cancels: false,
    signs: true,
    workflow: ['SendTaskSuccess'],
  },
  'settle-batch': settles,
  'fail-job': {
    ...settles,
    environment: ['AGENT_TYPES', 'DOCUMENTS', 'PACE', 'STATE_MACHINE_ARN'],
    workflow: ['StartExecution'],
    announces: true,
  },
  'finish-job': {
    environment: ['STATE_MACHINE_ARN'],
    table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
    workflow: ['StartExecution'],
    announces: true,
  },
  'on-command-event': { table: ['GetItem'], workflow: ['SendTaskSuccess'] },
  'reconcile-jobs': {
    environment: ['STATE_MACHINE_ARN'],
    table: ['GetItem', 'QueryIndex', 'PutItem'],
    workflow: ['StartExecution', 'DescribeExecution'],
  },
  'discover-on-schedule': discovers,
  'record-audit': { onlyWith: 'auditRetentionDays', table: [] },
};
