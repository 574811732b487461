import { deprecatingPorts } from './deprecating.ts';
import { activateVersion } from './domain/use-cases/deprecate-version.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { versionAnswer } from './version-answer.ts';

const { tokenRules, ...ports } = deprecatingPorts();

/** POST /api/v1/versions/{agentType}/{version}/activate */
export const handler = apiFunction({ route: routes['activate-version'], tokenRules }, async (request) =>
  versionAnswer(await activateVersion(ports, request.path('agentType'), request.path('version')), request),
);
