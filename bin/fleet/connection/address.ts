import * as z from 'zod';

/** This machine, by its addresses alone: a name such as localhost may lead elsewhere, but not for long. */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** Nobody on the way reads what is sent there. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname)));
}

/** An address to which tokens and secrets may be sent, without the slash at its end. */
export const addressSchema = z
  .string()
  .refine(isSafe, 'an https:// address, or http:// on this machine')
  .transform((text) => text.replace(/\/+$/, ''));
