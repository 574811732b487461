import { deprecatingPorts } from './deprecating.ts';
import { deprecationRequestSchema } from './domain/catalogue.ts';
import { deprecateVersion } from './domain/use-cases/deprecate-version.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';
import { versionAnswer } from './version-answer.ts';

const { tokenRules, ...ports } = deprecatingPorts();

/** POST /api/v1/versions/{agentType}/{version}/deprecate */
export const handler = apiFunction(
  { route: routes['deprecate-version'], tokenRules, body: deprecationRequestSchema },
  async (request) => {
    const { path, body, subject } = request;
    const now = new Date();
    const version = await deprecateVersion(ports, path('agentType'), path('version'), body.reason, subject, now);
    return versionAnswer(version, request);
  },
);
