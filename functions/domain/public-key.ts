import * as z from 'zod';

/*
 * With an agent type's public key its nodes check who made an artifact. It belongs to the deployment: whoever may publish must not choose it.
 */

/** The 12 bytes before the 32 of an Ed25519 key in PEM (RFC 8410) are these 16 characters, so that both forms end alike. */
const PREFIX = 'MCowBQYDK2VwAyEA';

/** 32 bytes in base64: of the last digit before the `=` two bits are zero. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const PEM = new RegExp(`^-----BEGIN PUBLIC KEY-----\\s+${PREFIX}(\\S{44})\\s+-----END PUBLIC KEY-----$`);

/** An Ed25519 public key, 32 bytes in base64 or as PEM; comes out in base64. */
export const publicKeySchema = z
  .string()
  .transform((text) => text.trim().replace(PEM, '$1'))
  .pipe(z.string().regex(KEY, 'an Ed25519 public key: 32 bytes in base64, or PEM'));

/** 64 bytes in base64: of the last digit before the `==` four bits are zero. */
export const signatureSchema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, 'an Ed25519 signature: 64 bytes in base64');

/** The same key as PEM, which OpenSSL reads on the nodes. */
export const publicKeyPem = (key: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${PREFIX}${key}\n-----END PUBLIC KEY-----\n`;
