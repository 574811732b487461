import { discovering } from './discovering.ts';
import { discoveryAnswer } from './discovery-answer.ts';
import { discoveryRequestSchema } from './domain/discovery-request.ts';
import { discoverOnRequest } from './domain/use-cases/discover-on-request.ts';
import { environment } from './environment.ts';
import { apiFunction } from './http.ts';
import { routes } from './routes.ts';

const env = environment(['TOKEN_RULES']);
const { ports, home, everyMinutes } = discovering();

/** Of the 29 s that a call may take; reading 100,000 agents first and the page under way take the rest. */
const BUDGET_MS = 15_000;

/** POST /api/v1/agents/discover */
export const handler = apiFunction(
  { route: routes['discover-agents'], tokenRules: env.TOKEN_RULES, body: discoveryRequestSchema, bodyMayBeEmpty: true },
  async ({ body: { dryRun } }) => {
    const now = new Date();
    const hasTime = () => Date.now() - now.getTime() < BUDGET_MS;
    return discoveryAnswer(await discoverOnRequest(ports, { home, now, hasTime, dryRun }), dryRun, everyMinutes);
  },
);
