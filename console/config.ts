import * as z from 'zod/mini';

const configSchema = z.object({
  /** The OpenID issuer that signs people in. */
  issuer: z.url(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  /** Where the API is; the console's own origin unless given. */
  apiUrl: z.optional(z.url()),
  /** The page of the API, for the link to it. */
  docsUrl: z.optional(z.string()),
});
export type ConsoleConfig = z.infer<typeof configSchema>;

/** What this deployment is. @throws Error where it does not say, or says what cannot be used */
export async function readConfig(): Promise<ConsoleConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok)
    throw new Error(`The console's settings could not be read: /config.json answered ${response.status}.`);
  return configSchema.parse(await response.json());
}
