import { QueryClient } from '@tanstack/react-query';
import createQueryClient, { type OpenapiQueryClient } from 'openapi-react-query';
import { createContext, useContext } from 'react';
import { fleetClient } from '../../bin/client/client.ts';
import type { paths } from '../../bin/client/schema.d.ts';
import type { Session } from '../session/session.ts';
import { apiErrorOf } from './api-error.ts';
import { isAskedAgain, waitBeforeRetry } from './retrying.ts';

export interface Api {
  /** Asks once: `await client.GET('/api/v1/…')`. Every refusal is thrown as an ApiError; a 304 is none. */
  readonly client: ReturnType<typeof fleetClient>;
  /** The same as hooks: `query.useQuery('get', '/api/v1/…', {params})`. What it calls `error` is an ApiError: show it with <Trouble>. */
  readonly query: OpenapiQueryClient<paths>;
}

/** The API at an address, asked with the session's token; where that is not taken any more, its owner signs in again. */
export function apiFor(session: Session, baseUrl: string): Api {
  const client = fleetClient({ baseUrl, token: () => session.token() });
  client.use({
    onResponse: async ({ response }) => {
      if (response.ok || response.status === 304) return;
      if (response.status === 401) await session.signInAgain();
      throw apiErrorOf(response.status, response.headers, await response.text());
    },
  });
  return { client, query: createQueryClient(client) };
}

/** What was asked before, kept for the pages. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: isAskedAgain, retryDelay: waitBeforeRetry, staleTime: 5_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });

const ApiContext = createContext<Api | undefined>(undefined);
export const ApiProvider = ApiContext.Provider;

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error('There is no ApiProvider around this component.');
  return api;
}
