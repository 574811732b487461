import createOpenApiClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

/** The types of what the API takes and answers, such as `Schemas['Job']`. */
export type Schemas = components['schemas'];

export interface FleetClientOptions extends ClientOptions {
  /** Where the deployment is, such as https://abc.execute-api.eu-central-1.amazonaws.com. */
  readonly baseUrl: string;
  /** The bearer token of each request; asked for anew each time, so that one that expires can be replaced. */
  readonly token: () => string | Promise<string>;
}

/**
 * A client of the API, with the types of its OpenAPI document: `await client.GET('/api/v1/upgrade-jobs/{jobId}', …)` answers
 * `{data, error, response}`, one of the first two. It throws only where nothing was answered.
 */
export function fleetClient({ token, ...options }: FleetClientOptions): Client<paths> {
  const client = createOpenApiClient<paths>(options);
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    },
  });
  return client;
}
