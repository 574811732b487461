/** A source of random bytes, as node:crypto's randomBytes is; an argument, so that tests can repeat themselves. */
export type RandomBytes = (size: number) => Uint8Array;

/** A number in [0, 1), from 48 random bits. */
export function fraction(random: RandomBytes): number {
  return Buffer.from(random(6)).readUIntBE(0, 6) / 2 ** 48;
}

/** A task token: 384 random bits, nothing to be guessed or read in it. */
export function taskToken(random: RandomBytes): string {
  return Buffer.from(random(48)).toString('base64url');
}

/** A random (version 4) UUID. */
export function uuid(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
