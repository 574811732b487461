import * as z from 'zod';
import type { Token } from '../connection/profile.ts';
import { Failure } from '../failures.ts';

/** RFC 6749, section 5.1. Without expires_in a token counts as good for 5 minutes. */
const grantSchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z
    .number()
    .positive()
    .max(10 * 365 * 86_400)
    .default(300),
  refresh_token: z.string().optional(),
});

/** The token of a token endpoint's answer. @throws Failure (refused) where there is none; its message has nothing of the answer */
export function tokenOf(body: unknown, now: number, before?: Token): Token {
  const parsed = grantSchema.safeParse(body);
  if (!parsed.success) throw new Failure('refused', 'The issuer answered without a bearer token.');
  const {
    access_token: accessToken,
    expires_in: seconds,
    refresh_token: refreshToken = before?.refreshToken,
  } = parsed.data;
  const expiresAt = new Date(now + seconds * 1000).toISOString();
  return { accessToken, expiresAt, ...(refreshToken !== undefined && { refreshToken }) };
}
