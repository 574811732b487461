import * as z from 'zod';
import { versionSchema } from './version.ts';

const LONGEST_URL = 1500;

/** An artifact address: HTTPS, or plain HTTP on loopback, where nothing crosses a network. */
const artifactUrl = z
  .url({ abort: true })
  .max(LONGEST_URL)
  .refine((text) => {
    const { protocol, hostname, username, password } = new URL(text);
    if (username !== '' || password !== '') return false;
    return protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost'));
  }, 'an https URL without a user name or password');

/** One version of an agent type, as published to the catalogue. */
export const catalogueVersionSchema = z.strictObject({
  agentType: z.string().min(1).max(63),
  version: versionSchema,
  artifact: z.strictObject({
    url: artifactUrl,
    /** 64 lower-case hexadecimal digits. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
  }),
});
export type CatalogueVersion = z.infer<typeof catalogueVersionSchema>;
