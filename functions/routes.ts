/** The HTTP API's routes: what CDK creates, the local gateway dispatches and each function checks the scope of. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path as API Gateway writes it, with `{name}` for parameters. */
  readonly path: string;
  /** The scope a caller's token must carry. */
  readonly scope: Scope;
}

export type Scope = 'fleet/read' | 'fleet/upgrade' | 'fleet/admin';

/** Key: the function's name, which is also its file's name in this folder. */
export const routes = {
  'submit-upgrade': { method: 'POST', path: '/api/v1/agents/batch-upgrade', scope: 'fleet/upgrade' },
  'submit-agent-upgrade': { method: 'POST', path: '/api/v1/agents/{agentUuid}/upgrade', scope: 'fleet/upgrade' },
  'list-jobs': { method: 'GET', path: '/api/v1/upgrade-jobs', scope: 'fleet/read' },
  'get-job': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}', scope: 'fleet/read' },
  'list-job-agents': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/agents', scope: 'fleet/read' },
  'list-job-events': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/events', scope: 'fleet/read' },
  'get-job-report': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/report', scope: 'fleet/read' },
  'pause-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/pause', scope: 'fleet/upgrade' },
  'resume-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/resume', scope: 'fleet/upgrade' },
  'cancel-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/cancel', scope: 'fleet/upgrade' },
  'approve-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/approve', scope: 'fleet/upgrade' },
  'retry-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/retry', scope: 'fleet/upgrade' },
  'rollback-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/rollback', scope: 'fleet/upgrade' },
  'list-agents': { method: 'GET', path: '/api/v1/agents', scope: 'fleet/read' },
  'get-agent': { method: 'GET', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/read' },
  'put-agent': { method: 'PUT', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/admin' },
  'delete-agent': { method: 'DELETE', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/admin' },
  'discover-agents': { method: 'POST', path: '/api/v1/agents/discover', scope: 'fleet/admin' },
  'get-freeze': { method: 'GET', path: '/api/v1/freeze', scope: 'fleet/read' },
  'put-freeze': { method: 'PUT', path: '/api/v1/freeze', scope: 'fleet/admin' },
  'delete-freeze': { method: 'DELETE', path: '/api/v1/freeze', scope: 'fleet/admin' },
  'export-fleet': { method: 'GET', path: '/api/v1/export', scope: 'fleet/admin' },
  'list-versions': { method: 'GET', path: '/api/v1/versions', scope: 'fleet/read' },
  'get-version': { method: 'GET', path: '/api/v1/versions/{agentType}/{version}', scope: 'fleet/read' },
  'publish-version': { method: 'POST', path: '/api/v1/versions', scope: 'fleet/admin' },
  'deprecate-version': {
    method: 'POST',
    path: '/api/v1/versions/{agentType}/{version}/deprecate',
    scope: 'fleet/admin',
  },
  'activate-version': { method: 'POST', path: '/api/v1/versions/{agentType}/{version}/activate', scope: 'fleet/admin' },
} as const satisfies Record<string, Route>;

export type ApiFunctionName = keyof typeof routes;
