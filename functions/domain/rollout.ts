import * as z from 'zod';
import { type Agent, nodeOf } from './agent.ts';
import { agentReasonSchema } from './agent-reason.ts';
import { type EligibilityFacts, type EligibilityJob, whyIneligible } from './eligibility.ts';
import { isInside } from './fence.ts';
import type { Job } from './job.ts';
import { laneOf, sizeInLane, type TagLimit } from './lane.ts';
import { type Network, networkOf } from './network.ts';
import { recipeOf } from './recipes/recipes.ts';

/** Targets in one chunk: 250 names of 200 characters and their decisions stay under 100 KB, with lanes of 256 characters under 200 KB; DynamoDB's largest item is 400 KB. */
export const TARGETS_PER_CHUNK = 250;

/** SendCommand takes at most 50 instance ids. */
export const LARGEST_BATCH = 50;

/** Batches that an inline Map may run: at about 39 events each they stay far below 25,000 events. */
export const MOST_INLINE_BATCHES = 40;

/** What planning found for one target: it is in a batch, or it is done already and has no batch. */
export const targetDecisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('batch'),
    batch: z.int().min(0),
    agentType: z.string(),
    /** `account:region:nodeId` */
    node: z.string(),
    /** The version that the agent is to run. */
    version: z.string(),
    /** The version that its node reported last. */
    oldVersion: z.string().nullable(),
    /** The agent's lane; null where none limits it. */
    lane: z.string().nullable(),
    /** The network by which the agent's node fetches the artifact; null where it is in none, or fetches none. */
    network: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    reason: agentReasonSchema,
    oldVersion: z.string().nullable(),
    /** More than the reason's own sentence, for people. */
    detail: z.string().exactOptional(),
  }),
]);
export type TargetDecision = z.infer<typeof targetDecisionSchema>;

export interface PlanningFacts extends EligibilityFacts {
  /** The registered agents among the chunk's targets, by agentUuid. */
  readonly agents: ReadonlyMap<string, Agent>;
}

/** Somebody whom a job is about. */
export interface Target {
  readonly agentUuid: string;
  /** The version that this agent is to run; null where a rollback knows none. */
  readonly version: string | null;
}

export interface PlanningOptions {
  readonly job: EligibilityJob & Pick<Job, 'fence'>;
  readonly batchSize: number;
  readonly tagLimit: TagLimit | null;
  readonly networks: readonly Network[];
  /** Number of the first batch of this chunk. */
  readonly firstBatch: number;
  /** Number of the chunk's first target among all targets of the job. */
  readonly firstTarget: number;
  /** Sizes of the waves, in order; no batch crosses from one into the next. */
  readonly waveSizes: readonly number[];
}

/**
 * Agents that share one command. One agent a batch while 40 batches suffice, so that a small job is a sliding window;
 * else as many as let 40 batches fill `concurrency`, at most 50. Batches in flight times their size never pass `concurrency`.
 */
export function batchSize(targets: number, concurrency: number): number {
  const inFlight = Math.min(targets, concurrency);
  if (targets <= MOST_INLINE_BATCHES) return 1;
  return Math.min(LARGEST_BATCH, Math.ceil(inFlight / MOST_INLINE_BATCHES));
}

/** Batches that may run at once. */
export function batchesAtOnce(targets: number, concurrency: number): number {
  return Math.max(1, Math.floor(concurrency / batchSize(targets, concurrency)));
}

/**
 * Decides for each target, in order, whether it goes into a batch or is done already with a reason.
 * A batch holds agents of one type, lane and network that are to run one version, at most one a node: they share one command.
 * Whether an agent is already at the target is left to its node: the inventory may be behind.
 */
export function planTargets(
  targets: readonly Target[],
  facts: PlanningFacts,
  options: PlanningOptions,
): TargetDecision[] {
  const batches = new OpenBatches(options.firstBatch);
  return targets.map(({ agentUuid, version }, index) => {
    batches.enter(waveOf(options.firstTarget + index, options.waveSizes));
    const agent = facts.agents.get(agentUuid);
    if (agent === undefined) return { kind: 'done', reason: 'AGENT_NOT_FOUND', oldVersion: null };
    const { agentType, version: oldVersion } = agent;
    // What such an agent runs is none of the caller's business.
    if (!isInside(options.job.fence, agent.tags)) return { kind: 'done', reason: 'FORBIDDEN_AGENT', oldVersion: null };
    if (version === null) return { kind: 'done', reason: 'NO_PREVIOUS_VERSION', oldVersion };
    const ineligible = whyIneligible(agent, version, facts, options.job);
    if (ineligible !== undefined) return { kind: 'done', ...ineligible, oldVersion };
    const lane = laneOf(agent, options.tagLimit);
    const size = sizeInLane(options.batchSize, lane, options.tagLimit);
    const network = networkFor(agent, facts, options);
    const batch = batches.take(agent, JSON.stringify([agentType, version, lane, network]), size);
    return { kind: 'batch', batch, agentType, node: nodeOf(agent), version, oldVersion, lane, network };
  });
}

/** Only what brings an artifact to the node goes by networks: all others share batches, whatever network they are in. */
function networkFor(agent: Agent, { agentTypes }: PlanningFacts, { job, networks }: PlanningOptions): string | null {
  const agentType = agentTypes.get(agent.agentType);
  if (job.action === 'rollback' || agentType === undefined || !recipeOf(agentType).takesArtifacts) return null;
  return networkOf(agent, networks);
}

/** The number of the wave, from 0, that target number `target` is in. */
export function waveOf(target: number, waveSizes: readonly number[]): number {
  let end = 0;
  const wave = waveSizes.findIndex((size) => {
    end += size;
    return target < end;
  });
  return wave === -1 ? waveSizes.length - 1 : wave;
}

/** Batches that still have room, one list for each kind: agents of one kind may share a command. */
class OpenBatches {
  #wave = -1;
  #next: number;
  readonly #open = new Map<string, { number: number; nodes: Set<string> }[]>();

  constructor(first: number) {
    this.#next = first;
  }

  /** A new wave begins with new batches. */
  enter(wave: number): void {
    if (wave !== this.#wave) this.#open.clear();
    this.#wave = wave;
  }

  /** @param size agents that a batch of this kind may hold */
  take(agent: Agent, kind: string, size: number): number {
    const open = this.#open.get(kind) ?? [];
    const batch = open.find(({ nodes }) => !nodes.has(nodeOf(agent))) ?? {
      number: this.#next++,
      nodes: new Set<string>(),
    };
    batch.nodes.add(nodeOf(agent));
    const others = open.filter((other) => other !== batch);
    this.#open.set(kind, batch.nodes.size < size ? [...others, batch] : others);
    return batch.number;
  }
}

/** The number of batches that a chunk's decisions name. */
export function countBatches(decisions: readonly TargetDecision[]): number {
  return new Set(decisions.flatMap((decision) => (decision.kind === 'batch' ? [decision.batch] : []))).size;
}

/** Where each wave's batches end once a chunk that begins with target number `firstTarget` is planned. */
export function extendWaveEnds(
  ends: readonly number[],
  decisions: readonly TargetDecision[],
  firstTarget: number,
  waveSizes: readonly number[],
): number[] {
  const extended = [...ends];
  for (const [index, decision] of decisions.entries()) {
    const wave = waveOf(firstTarget + index, waveSizes);
    if (decision.kind === 'batch') extended[wave] = Math.max(extended[wave] ?? 0, decision.batch + 1);
  }
  return extended;
}

/** The waves' batches, one range after the other; a wave in which nobody is to be sent has none. */
export function wavesOf(ends: readonly number[]): { readonly firstBatch: number; readonly endBatch: number }[] {
  let firstBatch = 0;
  return ends.map((end) => {
    const wave = { firstBatch, endBatch: Math.max(firstBatch, end) };
    firstBatch = wave.endBatch;
    return wave;
  });
}
