import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { publicKeyPem, publicKeySchema, signatureSchema } from '../../functions/domain/public-key.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
const other = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('a public key', () => {
  test.each([
    ['in base64', raw],
    ['as PEM', pem],
    ['as PEM with other ends of lines', pem.trim().replaceAll('\n', '\r\n')],
  ])('%s comes out in base64, and again the same', (_sentence, text) => {
    expect(publicKeySchema.parse(text)).toBe(raw);
    expect(publicKeySchema.parse(publicKeySchema.parse(text))).toBe(raw);
  });

  test('is sent to nodes as the PEM that others write', () => {
    expect(publicKeyPem(publicKeySchema.parse(pem))).toBe(pem);
  });

  test.each([
    ['of another algorithm', other],
    ['that is a private one', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['of 31 bytes', Buffer.alloc(31, 7).toString('base64')],
    ['of 33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['that is empty', ''],
  ])('%s is refused', (_sentence, text) => {
    expect(publicKeySchema.safeParse(text).success).toBe(false);
  });
});

describe('a signature', () => {
  test('is 64 bytes in base64', () => {
    expect(signatureSchema.safeParse(sign(null, Buffer.from('x'), privateKey).toString('base64')).success).toBe(true);
    for (const bytes of [0, 63, 65])
      expect(signatureSchema.safeParse(Buffer.alloc(bytes, 7).toString('base64')).success).toBe(false);
    expect(signatureSchema.safeParse(Buffer.alloc(64, 7).toString('base64url')).success).toBe(false);
  });
});
