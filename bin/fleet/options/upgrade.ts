import { InvalidArgumentError } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { seconds } from './duration.ts';
import { type RolloutOptions, rolloutOf } from './rollout.ts';

type Request = Schemas['UpgradeRequest'] & { changeTicket?: string };
export type OfflinePolicy = NonNullable<Request['offline']>;

/** The options of an upgrade that are about neither its agents nor its rollout, as commander answers them. */
export interface RequestOptions {
  readonly to: string;
  readonly simulate?: true;
  readonly planHash?: string;
  readonly reinstall?: true;
  readonly allowDowngrade?: true;
  readonly offline?: OfflinePolicy;
  readonly note?: string;
  readonly changeTicket?: string;
}

/** `fail`, `wait`, or whole hours such as `12h`. @throws InvalidArgumentError */
export function offline(text: string): OfflinePolicy {
  if (text === 'fail' || text === 'wait') return text;
  const waitHours = seconds(text) / 3600;
  if (!Number.isInteger(waitHours)) throw new InvalidArgumentError('fail, wait, or whole hours such as 12h.');
  return { waitHours };
}

/** The body of the request: what was said, and nothing else, so that the API's own defaults count. */
export function upgradeRequest(
  options: RequestOptions & RolloutOptions,
  agents: { readonly agentUuids: string[] } | { readonly selector: Schemas['Selector'] },
): Request {
  const { to, simulate, planHash, reinstall, allowDowngrade, offline, note, changeTicket } = options;
  const rollout = rolloutOf(options);
  return {
    ...agents,
    targetVersion: to,
    ...(simulate && { simulated: true }),
    ...(planHash !== undefined && { planHash }),
    ...(reinstall && { reinstall: true }),
    ...(allowDowngrade && { allowDowngrade: true }),
    ...(offline !== undefined && { offline }),
    ...(note !== undefined && { note }),
    ...(changeTicket !== undefined && { changeTicket }),
    ...(rollout !== undefined && { rollout }),
  };
}
