import * as z from 'zod';
import type { Target } from '../../acceptance/target.ts';

/** Whom the acceptance suite has tokens for. */
export const callers = ['reader', 'operator', 'admin', 'agent', 'expired', 'berlin', 'newYork', 'misfenced'] as const;
export type Caller = (typeof callers)[number];

export const tokensSchema: z.ZodType<Target['tokens']> = z.record(z.enum(callers), z.string());

interface Grant {
  readonly scopes: readonly string[];
  /** The tags of the agents that its tokens are for; all agents where it is left out. */
  readonly allowedTags?: readonly string[];
  /** For so long; AWS knows no less than five minutes, MiniStack does. */
  readonly seconds?: number;
}

const reads = ['fleet/read'];
const upgrades = [...reads, 'fleet/upgrade'];
const administers = [...upgrades, 'fleet/admin'];

/** Each of them is an app client. */
export const grants: Readonly<Record<Caller, Grant>> = {
  reader: { scopes: reads },
  operator: { scopes: upgrades },
  admin: { scopes: administers },
  agent: { scopes: ['agent/self'] },
  expired: { scopes: upgrades, seconds: 1 },
  berlin: { scopes: upgrades, allowedTags: ['site=berlin'] },
  newYork: { scopes: administers, allowedTags: ['site=new%20york'] },
  misfenced: { scopes: administers, allowedTags: [] },
};
