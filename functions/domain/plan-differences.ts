import { withoutQuery } from './artifact-url.ts';
import type { Job } from './job.ts';
import type { PlannedChunk } from './plan-hash.ts';
import type { TargetDecision } from './rollout.ts';

/** One thing that a plan says otherwise than the simulated one, for people. */
export interface PlanDifference {
  readonly what:
    | 'action'
    | 'targetVersion'
    | 'artifact'
    | 'concurrency'
    | 'concurrencyPerTag'
    | 'waves'
    | 'limits'
    | 'gates'
    | 'fence'
    | 'agent'
    | 'order';
  /** The agent that it is about; null where it is about the whole plan. */
  readonly agentUuid: string | null;
  readonly simulated: string;
  readonly now: string;
}

type PlannedJob = Pick<
  Job,
  'action' | 'targetVersion' | 'artifact' | 'rollout' | 'allowDowngrade' | 'offlineSeconds' | 'fence'
>;

export interface Plan {
  readonly job: PlannedJob;
  readonly chunks: readonly PlannedChunk[];
}

/**
 * How a plan differs from the simulated one: first the job itself, then at most `mostAgents` agents. An agent that only moved to another
 * batch is named where no agent differs otherwise: one that drops out moves all behind it.
 */
export function planDifferences(simulated: Plan, now: Plan, mostAgents: number): PlanDifference[] {
  const ofJob = jobDifferences(simulated.job, now.job);
  const agents = agentDifferences(decisionsOf(simulated), decisionsOf(now));
  const changed = agents.some(({ onlyMoved }) => !onlyMoved) ? agents.filter(({ onlyMoved }) => !onlyMoved) : agents;
  const found = [...ofJob, ...changed.slice(0, mostAgents).map(({ difference }) => difference)];
  if (found.length > 0) return found;
  const order = { simulated: 'the agents in their order then', now: 'the same agents in another order' };
  return [{ what: 'order', agentUuid: null, ...order }];
}

/** A difference in one line. */
export const differenceInWords = ({ what, agentUuid, simulated, now }: PlanDifference): string =>
  `${agentUuid ?? what}: simulated ${simulated}; now ${now}`;

const jobWords = {
  action: ({ action }: PlannedJob) => action,
  targetVersion: ({ targetVersion }: PlannedJob) => targetVersion,
  artifact: ({ artifact }: PlannedJob) =>
    artifact === null ? "the catalogue's" : (artifact.sha256 ?? withoutQuery(artifact.url)),
  concurrency: ({ rollout }: PlannedJob) => String(rollout.concurrency),
  concurrencyPerTag: ({ rollout: { concurrencyPerTag: limit } }: PlannedJob) =>
    limit === null ? 'none' : `${limit.max} of each ${limit.tag}`,
  waves: ({ rollout }: PlannedJob) =>
    rollout.waves.map(({ size, bakeSeconds }) => `${size} agents, then ${bakeSeconds} s`).join('; ') || 'none',
  limits: ({ rollout, allowDowngrade, offlineSeconds }: PlannedJob) =>
    [
      `failureThreshold ${rollout.failureThreshold}`,
      `${rollout.canaryThreshold} in the canary`,
      `allowDowngrade ${allowDowngrade}`,
      `waits ${offlineSeconds} s for nodes`,
    ].join(', '),
  gates: ({ rollout: { onFailure, approval, alarms, startAt, window } }: PlannedJob) =>
    [
      `onFailure ${onFailure}`,
      `approval ${approval ?? 'none'}`,
      `alarms ${alarms.join(' ') || 'none'}`,
      `start ${startAt ?? 'at once'}`,
      `window ${window === null ? 'none' : `${window.days.join(' ')} ${window.start} for ${window.durationMinutes} min, ${window.timeZone}`}`,
    ].join(', '),
  fence: ({ fence }: PlannedJob) => fence?.map(({ tag, value }) => `${tag}=${value}`).join(', ') ?? 'none',
};
const jobFields = [
  'action',
  'targetVersion',
  'artifact',
  'concurrency',
  'concurrencyPerTag',
  'waves',
  'limits',
  'gates',
  'fence',
] as const;

function jobDifferences(simulated: PlannedJob, now: PlannedJob): PlanDifference[] {
  return jobFields.flatMap((what) => {
    const [before, after] = [jobWords[what](simulated), jobWords[what](now)];
    return before === after ? [] : [{ what, agentUuid: null, simulated: before, now: after }];
  });
}

type Decisions = ReadonlyMap<string, TargetDecision | undefined>;

const decisionsOf = ({ chunks }: Plan): Decisions =>
  new Map(
    chunks.flatMap(({ targets, decisions }) =>
      targets.map((agentUuid, index) => [agentUuid, decisions[index]] as const),
    ),
  );

function agentDifferences(simulated: Decisions, now: Decisions) {
  return [...new Set([...now.keys(), ...simulated.keys()])].flatMap((agentUuid) => {
    const [before, after] = [simulated.get(agentUuid), now.get(agentUuid)];
    if (JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(after))) return [];
    const [said, says] = [inWords(before), inWords(after)];
    const onlyMoved = said === says;
    const place = (decision: TargetDecision | undefined) =>
      onlyMoved && decision?.kind === 'batch' ? `, in batch ${decision.batch}` : '';
    const difference = { simulated: said + place(before), now: says + place(after) };
    return [{ onlyMoved, difference: { what: 'agent' as const, agentUuid, ...difference } }];
  });
}

/** A store may give a decision's fields back in any order. */
const inOrder = (decision: TargetDecision | undefined) => Object.entries(decision ?? {}).toSorted();

function inWords(decision: TargetDecision | undefined): string {
  if (decision === undefined) return 'not in the plan';
  const from = decision.oldVersion ?? 'an unknown version';
  if (decision.kind === 'done') return `not sent for ${decision.reason}, at ${from}`;
  const lane = decision.lane === null ? '' : `, in lane ${decision.lane}`;
  const network = decision.network === null ? '' : `, in network ${decision.network}`;
  return `sent from ${from} to ${decision.version}, ${decision.agentType} on ${decision.node}${lane}${network}`;
}
