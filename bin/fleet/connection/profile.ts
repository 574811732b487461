import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../failures.ts';
import type { World } from '../world.ts';
import { addressSchema } from './address.ts';
import { configFolder, readPrivate, writePrivate } from './folder.ts';

/** What an issuer gave. */
const tokenSchema = z.object({
  accessToken: z.string().min(1),
  expiresAt: z.iso.datetime(),
  refreshToken: z.string().optional(),
});
export type Token = z.infer<typeof tokenSchema>;

/** Where tokens come from, as `fleet login` was told. */
const originSchema = z.object({
  issuer: addressSchema,
  clientId: z.string().min(1),
  scope: z.string().optional(),
  audience: z.string().optional(),
});
export type Origin = z.infer<typeof originSchema>;

/** A deployment, and the login there. */
const profileSchema = z.object({ url: addressSchema, origin: originSchema.optional(), token: tokenSchema.optional() });
export type Profile = z.infer<typeof profileSchema>;

function fileOf({ env, home }: World, name: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name))
    throw new Failure('usage', `"${name}" is no name for a profile: letters, digits, and . _ - inside.`);
  return join(configFolder(env, home), 'profiles', `${name}.json`);
}

/** Undefined where there is none. */
export const readProfile = (world: World, name: string): Profile | undefined =>
  readPrivate(fileOf(world, name), profileSchema);

export function writeProfile(world: World, name: string, profile: Profile): void {
  writePrivate(fileOf(world, name), profile);
}
