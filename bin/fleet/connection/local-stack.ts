import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { addressSchema } from './address.ts';
import { configFolder, readPrivate, writePrivate } from './folder.ts';

/** How `npm start` tells the command line where it is; the token is of its own issuer and good for nothing else. */
const localStackSchema = z.object({
  url: addressSchema.refine((url) => url.startsWith('http://'), 'on this machine'),
  token: z.string().min(1),
});
export type LocalStack = z.infer<typeof localStackSchema>;

type User = Readonly<{ env: Readonly<Record<string, string | undefined>>; home: string }>;
const fileOf = ({ env, home }: User) => join(configFolder(env, home), 'local.json');

/** The stack that `npm start` runs for this user; undefined where none does. */
export const readLocalStack = (user: User): LocalStack | undefined => readPrivate(fileOf(user), localStackSchema);

/** Leaves word of a stack, readable by this user alone. Answers how to take it back, unless another stack left its own since. */
export function announceLocalStack(user: User, stack: LocalStack): () => void {
  writePrivate(fileOf(user), stack);
  return () => {
    if (readLocalStack(user)?.token === stack.token) rmSync(fileOf(user), { force: true });
  };
}
