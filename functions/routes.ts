/** The HTTP API's routes: what CDK creates, the local gateway dispatches and each function checks the scope of. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path as API Gateway writes it, with `{name}` for parameters. */
  readonly path: string;
  /** The scope a caller's token must carry; null where everyone may call, without a token. */
  readonly scope: Scope | null;
  /**
   * Keeps to the fence of the caller's token, or has nothing to do with agents. All other routes refuse callers with a fence: one that nobody thought of lets
   * nobody out.
   */
  readonly fenced?: true;
}

export type ProtectedRoute = Route & { readonly scope: Scope };
export type PublicRoute = Route & { readonly scope: null };

export type Scope = 'fleet/read' | 'fleet/upgrade' | 'fleet/admin';

/** Key: the function's name, which is also its file's name in this folder. */
export const routes = {
  'submit-upgrade': { method: 'POST', path: '/api/v1/agents/batch-upgrade', scope: 'fleet/upgrade', fenced: true },
  'submit-agent-upgrade': {
    method: 'POST',
    path: '/api/v1/agents/{agentUuid}/upgrade',
    scope: 'fleet/upgrade',
    fenced: true,
  },
  'list-jobs': { method: 'GET', path: '/api/v1/upgrade-jobs', scope: 'fleet/read', fenced: true },
  'get-job': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}', scope: 'fleet/read', fenced: true },
  'list-job-agents': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/agents', scope: 'fleet/read', fenced: true },
  'list-job-events': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/events', scope: 'fleet/read', fenced: true },
  'get-job-report': { method: 'GET', path: '/api/v1/upgrade-jobs/{jobId}/report', scope: 'fleet/read', fenced: true },
  'pause-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/pause', scope: 'fleet/upgrade', fenced: true },
  'resume-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/resume', scope: 'fleet/upgrade', fenced: true },
  'cancel-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/cancel', scope: 'fleet/upgrade', fenced: true },
  'approve-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/approve', scope: 'fleet/upgrade', fenced: true },
  'retry-job': { method: 'POST', path: '/api/v1/upgrade-jobs/{jobId}/retry', scope: 'fleet/upgrade', fenced: true },
  'rollback-job': {
    method: 'POST',
    path: '/api/v1/upgrade-jobs/{jobId}/rollback',
    scope: 'fleet/upgrade',
    fenced: true,
  },
  'list-agents': { method: 'GET', path: '/api/v1/agents', scope: 'fleet/read', fenced: true },
  'get-agent': { method: 'GET', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/read', fenced: true },
  'put-agent': { method: 'PUT', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/admin', fenced: true },
  'delete-agent': { method: 'DELETE', path: '/api/v1/agents/{agentUuid}', scope: 'fleet/admin', fenced: true },
  'discover-agents': { method: 'POST', path: '/api/v1/agents/discover', scope: 'fleet/admin' },
  'get-freeze': { method: 'GET', path: '/api/v1/freeze', scope: 'fleet/read', fenced: true },
  'put-freeze': { method: 'PUT', path: '/api/v1/freeze', scope: 'fleet/admin', fenced: true },
  'delete-freeze': { method: 'DELETE', path: '/api/v1/freeze', scope: 'fleet/admin', fenced: true },
  'export-fleet': { method: 'GET', path: '/api/v1/export', scope: 'fleet/admin' },
  'list-versions': { method: 'GET', path: '/api/v1/versions', scope: 'fleet/read', fenced: true },
  'get-version': { method: 'GET', path: '/api/v1/versions/{agentType}/{version}', scope: 'fleet/read', fenced: true },
  'publish-version': { method: 'POST', path: '/api/v1/versions', scope: 'fleet/admin' },
  'deprecate-version': {
    method: 'POST',
    path: '/api/v1/versions/{agentType}/{version}/deprecate',
    scope: 'fleet/admin',
  },
  'activate-version': { method: 'POST', path: '/api/v1/versions/{agentType}/{version}/activate', scope: 'fleet/admin' },
  'get-openapi': { method: 'GET', path: '/api/v1/openapi.json', scope: null },
  'get-health': { method: 'GET', path: '/api/v1/health', scope: null },
} as const satisfies Record<string, Route>;

export type ApiFunctionName = keyof typeof routes;
