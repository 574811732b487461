import { durationWords, momentWords } from '../jobs/time-words.ts';
import { agentWords } from '../words.ts';
import { approvals, failures, offlines, strategies, weekdays } from './choices.ts';
import type { requestOf } from './request.ts';

type Request = ReturnType<typeof requestOf>;
type Rollout = NonNullable<Request['rollout']>;

interface Line {
  readonly label: string;
  readonly value: string;
}

/** What a request asks for, for a last look at it. What it leaves to the deployment is left out. */
export function summaryOf({ rollout = {}, ...request }: Request): readonly Line[] {
  const { approval = false, onFailure = 'halt', startAt, window, alarms, concurrencyPerTag } = rollout;
  const lines: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Agents', targetWords(request)],
    ['Waves', waveWords(rollout)],
    ['Watched', watchWords(rollout)],
    ['Agents at once', rollout.concurrency?.toString()],
    ['At once with one tag', concurrencyPerTag && `${concurrencyPerTag.max} with the same ${concurrencyPerTag.tag}`],
    ['Failed agents that are borne', rollout.failureThreshold?.toString()],
    ['Where more fail', labelOf(failures, onFailure)],
    ['Approval', labelOf(approvals, approval === false ? 'none' : approval === true ? 'first' : approval)],
    ['Starts', startAt === undefined ? 'At once' : momentWords(new Date(startAt).toISOString())],
    ['Maintenance window', window && windowWords(window)],
    ['Alarms', alarms?.join(', ')],
    ['Agents that are offline', offlineWords(request.offline)],
    ['Agents that run a newer version', downgradeWords(request.allowDowngrade)],
    ['Where the version runs already', request.reinstall ? 'Reinstall' : 'Leave it'],
    ['Change ticket', request.changeTicket],
    ['Note', request.note],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function targetWords({ agentUuids, selector }: Pick<Request, 'agentUuids' | 'selector'>): string {
  if (selector === undefined) return `${agentWords([agentUuids ?? []].flat().length)} named`;
  const { agentType, tags = {}, currentVersion } = selector;
  const conditions = [
    agentType !== undefined && `type ${agentType}`,
    ...Object.entries(tags).map(([name, value]) => `${name}=${value}`),
    currentVersion?.below !== undefined && `below ${currentVersion.below}`,
  ];
  return `All with ${conditions.filter(Boolean).join(', ')}`;
}

function waveWords({ canary, waves }: Rollout): string | undefined {
  if (waves !== undefined) return waves.map(({ size }) => size).join(', ');
  return canary === undefined ? labelOf(strategies, 'default') : `A canary of ${canary}, then all others`;
}

function watchWords({ waves, bakeSeconds }: Rollout): string | undefined {
  const bakes = waves?.map((wave) => wave.bakeSeconds ?? 0) ?? (bakeSeconds === undefined ? undefined : [bakeSeconds]);
  if (bakes === undefined) return undefined;
  return new Set(bakes).size === 1
    ? `${durationWords(bakes[0] ?? 0)} each`
    : bakes.map((bake) => durationWords(bake)).join(', ');
}

function windowWords({ days, start, durationMinutes, timeZone }: NonNullable<Rollout['window']>): string {
  const named = days.map((day) => labelOf(weekdays, day)).join(', ');
  return `${named} from ${start}, for ${durationWords(durationMinutes * 60)}, ${timeZone}`;
}

function offlineWords(offline: Request['offline'] = 'fail'): string | undefined {
  return typeof offline === 'string' ? labelOf(offlines, offline) : `Wait for up to ${offline.waitHours} h`;
}

const downgradeWords = (isAllowed: boolean | undefined): string | undefined =>
  isAllowed === undefined ? undefined : isAllowed ? 'Go back to the older version' : 'Keep the newer version';

const labelOf = (choices: readonly { readonly value: string; readonly label: string }[], value: string) =>
  choices.find((choice) => choice.value === value)?.label;
