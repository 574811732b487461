import * as z from 'zod';
import { type Permission, permissions } from '../../../functions/domain/token-rules.ts';
import type { Target } from '../../acceptance/target.ts';

/** Whom the acceptance suite has tokens for. */
export const callers = ['reader', 'operator', 'admin', 'agent', 'expired', 'berlin', 'newYork', 'misfenced'] as const;
export type Caller = (typeof callers)[number];

export const tokensSchema: z.ZodType<Target['tokens']> = z.record(z.enum(callers), z.string());

/** What a pre token generation trigger may change of an access token, in Cognito's words. */
interface Changes {
  readonly claimsToAddOrOverride?: Readonly<Record<string, readonly string[]>>;
  readonly scopesToAdd?: readonly string[];
  readonly scopesToSuppress?: readonly string[];
}

interface Grant {
  readonly may: readonly Permission[];
  /** Where its tokens are otherwise than those of the stack's clients. */
  readonly changes?: Changes;
  /** For so long; AWS knows no less than five minutes, MiniStack does. */
  readonly seconds?: number;
}

const fencedTo = (...allowedTags: readonly string[]): Changes => ({ claimsToAddOrOverride: { allowedTags } });

/** Each of them is a machine's client of the stack's user pool. */
export const grants: Readonly<Record<Caller, Grant>> = {
  reader: { may: ['read'] },
  operator: { may: ['read', 'upgrade'] },
  admin: { may: permissions },
  agent: { may: ['read'], changes: { scopesToAdd: ['agent/self'], scopesToSuppress: ['fleet/read'] } },
  expired: { may: ['read', 'upgrade'], seconds: 1 },
  berlin: { may: ['read', 'upgrade'], changes: fencedTo('site=berlin') },
  newYork: { may: permissions, changes: fencedTo('site=new%20york') },
  misfenced: { may: permissions, changes: fencedTo() },
};

/** Machines' names have no upper case. */
const machineOf = (caller: Caller) => caller.toLowerCase();

/** The setting `pool.machines`. */
export const machines: Readonly<Record<string, readonly Permission[]>> = Object.fromEntries(
  callers.map((caller) => [machineOf(caller), grants[caller].may]),
);

/** The output of the stack that has the id of a caller's client. */
export const clientOutput = (caller: Caller): string => `Client${machineOf(caller)}`;
