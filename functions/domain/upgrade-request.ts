import * as z from 'zod';
import { agentUuidSchema } from './agent.ts';
import type { Fence } from './fence.ts';
import { changeTicketSchema, noteSchema } from './job-words.ts';
import type { JobSpec } from './new-job.ts';
import { offlinePolicySchema, offlineSecondsOf } from './offline-policy.ts';
import { ownArtifactSchema } from './own-artifact.ts';
import { PLAN_HASH } from './plan-hash.ts';
import { rolloutRequestSchema } from './rollout-request.ts';
import { selectorSchema } from './selector.ts';
import { versionSchema } from './version.ts';

/** Most targets that one request may name. */
export const MOST_TARGETS = 10_000;

/** One spelling of the list: a JSON array, or one comma-separated string as in the original API's own example. */
const agentUuids = z
  .union([z.string().transform((text) => text.split(',').map((part) => part.trim())), z.array(z.string())], {
    error: 'a list of agentUuids, or one comma-separated string',
  })
  .pipe(z.array(agentUuidSchema).min(1, 'name at least one agent'))
  .transform((ids) => [...new Set(ids)])
  .refine((ids) => ids.length <= MOST_TARGETS, `at most ${MOST_TARGETS} different agents in one job`);

/** How agents are upgraded, whichever they are. */
const wishes = {
  targetVersion: versionSchema,
  note: noteSchema.optional(),
  changeTicket: changeTicketSchema.optional(),
  allowDowngrade: z.boolean().optional(),
  /** Act also where the target version runs already. */
  reinstall: z.boolean().default(false),
  offline: offlinePolicySchema.default('fail'),
  artifact: ownArtifactSchema.optional(),
  /** Plan the job and look at its agents, but send nothing. */
  simulated: z.boolean().default(false),
  /** The plan that a simulated job showed: the job runs only if its own plan is the same. */
  planHash: z.string().regex(PLAN_HASH, 'the planHash of a simulated job: 64 hexadecimal digits').optional(),
  rollout: rolloutRequestSchema,
};

const citesNoneWhereSimulated = ({ simulated, planHash }: { simulated: boolean; planHash?: string | undefined }) =>
  !simulated || planHash === undefined;
const CITES_NONE = { path: ['planHash'], error: 'a simulated job makes a plan and cites none' };

/** The same for the one agent that the path names. */
export const agentUpgradeRequestSchema = z.strictObject(wishes).refine(citesNoneWhereSimulated, CITES_NONE);

export const upgradeRequestSchema = z
  .strictObject({ agentUuids: agentUuids.optional(), selector: selectorSchema.optional(), ...wishes })
  .refine(citesNoneWhereSimulated, CITES_NONE)
  .superRefine(({ agentUuids: named, selector }, context) => {
    const path = ['agentUuids'];
    if (named === undefined && selector === undefined)
      context.addIssue({
        code: 'custom',
        path,
        message: 'name the agents in agentUuids, or choose them by a selector',
      });
    if (named !== undefined && selector !== undefined)
      context.addIssue({ code: 'custom', path, message: 'either agentUuids or a selector, not both' });
  });
export type UpgradeRequest = z.infer<typeof upgradeRequestSchema>;

/**
 * The job that a request asks for.
 * @param allowDowngrade what counts where the request does not say
 * @param fence of whoever asks
 */
export function jobSpecOf(asked: UpgradeRequest, allowDowngrade = false, fence: Fence | null = null): JobSpec {
  const { agentUuids: named, selector, planHash, reinstall, offline, ...request } = asked;
  const source = selector === undefined ? ({ kind: 'agents' } as const) : ({ kind: 'selector', selector } as const);
  const targetCount = selector === undefined ? named?.length : undefined;
  return {
    ...request,
    allowDowngrade: request.allowDowngrade ?? allowDowngrade,
    artifact: request.artifact ?? null,
    citedPlan: planHash,
    action: reinstall ? 'reinstall' : 'upgrade',
    offlineSeconds: offlineSecondsOf(offline),
    fence,
    source,
    targetCount,
  };
}
