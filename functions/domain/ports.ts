import type { Agent, Place } from './agent.ts';
import type { Observation } from './agent-record.ts';
import type { Batch } from './batch.ts';
import type { CatalogueVersion, Deprecation, VersionStatus } from './catalogue.ts';
import type { Freeze } from './freeze.ts';
import type { Job } from './job.ts';
import type { JobEvent } from './job-event.ts';
import type { JobFilter } from './job-filter.ts';
import type { JobSummary } from './job-summary.ts';
import type { RecipeName } from './recipes/recipes.ts';
import type { TargetDecision } from './rollout.ts';
import type { Tally } from './threshold.ts';

/*
 * What the domain needs from the world. Every reading is consistent with the writes that were answered before it,
 * unless said otherwise. Each port has a real adapter and an in-memory twin that pass the same contract suite.
 */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Names the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** The targets of a job in the caller's order, 250 in a chunk, and what planning decided for them. */
export interface TargetChunk {
  readonly targets: readonly string[];
  /** For each target the version that it is to run, null where none is known; null where all go to the job's target version. */
  readonly versions: readonly (string | null)[] | null;
  /** Where finding targets goes on behind this chunk; null at the end. */
  readonly next: string | null;
  /** One for each target, in order; null before the chunk is planned. */
  readonly decisions: readonly TargetDecision[] | null;
}

/** A chunk of targets as they were found. */
export type FoundTargets = Pick<TargetChunk, 'targets' | 'versions' | 'next'>;

/** What is listed of a job that is not done. */
export interface OpenJob extends Pick<Job, 'id' | 'createdAt' | 'execution'> {
  /** Null where they can no longer be read. */
  readonly phase: Job['phase'] | null;
  readonly reason: Job['reason'] | null;
  readonly lastEvent: Pick<JobEvent, 'at'> | null;
}

export interface Jobs {
  /** Stores a new job and its targets. Repeatable: what is there already stays as it is. */
  create(job: Job, targets: readonly string[]): Promise<void>;
  get(jobId: string): Promise<Job | undefined>;
  /** Writes the job where its stored revision is still `job.revision`; answers it with the new one. @throws ConcurrentWrite */
  save(job: Job): Promise<Job>;
  /** Jobs that are not done, oldest first, those among them that `get` can no longer read. May lag behind by moments. */
  listOpen(cursor: string | null, limit?: number): Promise<Page<OpenJob>>;
  /** Jobs that are done, oldest first, at most `limit` in one page. May lag behind by moments. */
  listEnded(cursor: string | null, limit: number): Promise<Page<Pick<Job, 'id'>>>;
  /**
   * The jobs for which the filter holds, newest first, those among them that `get` can no longer read. Reads a bounded number of jobs, so a
   * page may have fewer than `limit`, even none, and still not be the last. A job that is created or ends meanwhile moves no other. May lag behind by moments.
   */
  list(filter: JobFilter, limit: number, cursor: string | null): Promise<Page<JobSummary>>;
  /** Stores a chunk of targets unless it is there; answers the one that is stored: the first writer wins. */
  addTargets(jobId: string, chunk: number, targets: FoundTargets): Promise<FoundTargets>;
  targetChunk(jobId: string, chunk: number): Promise<TargetChunk>;
  /** All chunks in order. */
  targetChunks(job: Job): Promise<readonly TargetChunk[]>;
  /** Stores a chunk's decisions unless it has some; answers those that are stored: the first writer wins. */
  decideTargets(jobId: string, chunk: number, decisions: readonly TargetDecision[]): Promise<readonly TargetDecision[]>;
  /** Stores an event that the job no longer carries itself. Repeatable. */
  keepEvent(jobId: string, event: JobEvent): Promise<void>;
  /** The stored events numbered `from` and higher, in order, at most `limit`. The newest is in the job itself and not among them. */
  keptEvents(jobId: string, from: number, limit: number): Promise<readonly JobEvent[]>;
}

export interface Batches {
  /** Stores a batch unless it is there already. */
  create(batch: Batch): Promise<void>;
  get(jobId: string, number: number): Promise<Batch | undefined>;
  /** Writes the batch where its stored revision is still `batch.revision`; answers it with the new one. @throws ConcurrentWrite */
  save(batch: Batch): Promise<Batch>;
  /** The batches numbered `from` up to, not including, `to`, in order. */
  list(jobId: string, from: number, to: number): Promise<readonly Batch[]>;
  /**
   * Keeps the tally of a batch that is about to be saved, in place of one from before. Of two that were made from one revision, the one
   * with more failures stays: nobody knows yet which is saved.
   */
  keepTally(batch: Pick<Batch, 'jobId' | 'number' | 'revision'>, tally: Tally): Promise<void>;
  /** What was kept of the job's batches numbered up to, not including, `to`. A thousandth of what `list` reads. */
  tallies(jobId: string, to: number): Promise<readonly Tally[]>;
}

export interface VersionReport {
  readonly agentUuid: string;
  readonly version: string;
  /** The version that the node reported before this one, where it did. */
  readonly before?: string | null;
}

export interface Agents {
  get(agentUuid: string): Promise<Agent | undefined>;
  /** Those that are registered, by agentUuid. */
  getMany(agentUuids: readonly string[]): Promise<ReadonlyMap<string, Agent>>;
  /** The agents at these places under whichever agentUuid they have, by the place's derivedUuid. */
  atPlaces(places: readonly Place[]): Promise<ReadonlyMap<string, Agent>>;
  /**
   * Registers the agent, or changes its type, node and tags: what its node told stays, unless it moves. Answers what is stored.
   * @throws Refusal (conflict) where the node has an agent of this type under another agentUuid.
   */
  register(agent: Agent): Promise<Agent>;
  /**
   * Notes the versions that nodes reported, each unless a later report is known already or the agent is gone. Agents are named once each.
   */
  recordVersions(reports: readonly VersionReport[], reportedAt: Date): Promise<void>;
  /**
   * Notes what was seen of an agent, as `observed` says, and adds one that is new. Repeatable; writes nothing where nothing is to be noted.
   * `conflict` where the place has another agentUuid, or the agentUuid another place: nothing is written then.
   * @param mayBeNew false where the agent was known: one that was removed meanwhile stays removed
   */
  observe(seen: Observation, mayBeNew?: boolean): Promise<'created' | 'changed' | 'unchanged' | 'conflict'>;
  /**
   * Notes that the agent's node is no managed node any more, unless it was seen after `at`, or is on another
   * node than `from` by now. The agent is gone 30 days later, unless it is
   * seen or registered again.
   */
  markVanished(agentUuid: string, at: Date, from?: Place): Promise<void>;
  /** Removes the agent and gives its node back; answers whether there was one. */
  remove(agentUuid: string): Promise<boolean>;
  /** The first `limit` agents after the cursor for which `matches` is true, in an order that stays. May lag behind by moments. */
  select(matches: (agent: Agent) => boolean, limit: number, cursor: string | null): Promise<Page<Agent>>;
  /**
   * The agents in an order that stays, all or those for which `matches` is true; `limit` is the most in one page. Reads a bounded number of
   * agents, so a page may have fewer, even none, and still not be the last. May lag behind by moments.
   */
  list(limit: number, cursor: string | null, matches?: (agent: Agent) => boolean): Promise<Page<Agent>>;
}

export interface VersionFilter {
  readonly agentTypes: readonly string[];
  /** Undefined: all. */
  readonly status: VersionStatus | undefined;
}

export interface Catalogue {
  get(agentType: string, version: string): Promise<CatalogueVersion | undefined>;
  /** Publishes a version unless it is published; answers what is stored. */
  publish(version: CatalogueVersion): Promise<CatalogueVersion>;
  /** Deprecates the version, unless it is deprecated already; answers what is stored, undefined where it is not published. */
  deprecate(agentType: string, version: string, deprecation: Deprecation): Promise<CatalogueVersion | undefined>;
  /** Makes the version active again; answers what is stored, undefined where it is not published. */
  activate(agentType: string, version: string): Promise<CatalogueVersion | undefined>;
  /** The versions of these agent types, of each type the newest published first, types by their names. May lag behind by moments. */
  list(filter: VersionFilter, limit: number, cursor: string | null): Promise<Page<CatalogueVersion>>;
}

export interface Hold {
  /** `account:region:nodeId` */
  readonly node: string;
  readonly agentType: string;
  readonly jobId: string;
  readonly until: Date;
}

/** Undefined: taken, and nobody had it. */
export type Acquisition = { readonly heldBy: string } | { readonly expiredOf: string } | undefined;

export interface Holds {
  /**
   * Takes or prolongs the hold. Answers the job that has it instead where another one does and its hold has not expired at `now`;
   * and where it took over one that had expired, the job that did not give it back, as long as that is known.
   * @param takeOverFrom a job whose hold counts as free: the one that this job takes back
   */
  acquire(hold: Hold, now: Date, takeOverFrom?: string): Promise<Acquisition>;
  /** Gives the hold back where the job still has it. */
  release(hold: Pick<Hold, 'node' | 'agentType' | 'jobId'>): Promise<void>;
  /** The job whose hold has not expired at `now`; undefined where the agent is free. */
  holder(node: string, agentType: string, now: Date): Promise<string | undefined>;
}

export interface Freezes {
  /** All that are stored, in the order of their scopes' keys. Some may have ended. */
  list(): Promise<readonly Freeze[]>;
  /** Stores the freeze in place of the one of its scope. */
  put(freeze: Freeze): Promise<void>;
  /** Removes the freeze of the scope with this key, as `scopeKey` writes it; answers whether there was one. */
  remove(scopeKey: string): Promise<boolean>;
}

/** How long a caller's idempotency key counts. */
export const REQUEST_LIFETIME_MS = 86_400_000;

/** What a caller's idempotency key stands for. */
export interface SubmittedRequest {
  readonly jobId: string;
  /** Equal for equal requests, and for no others. */
  readonly fingerprint: string;
  readonly submittedAt: Date;
}

export interface Requests {
  /**
   * Notes the request under the caller's key for 24 hours. Answers the one that counts: this one, or the one that was noted
   * first and has not expired at `request.submittedAt`.
   */
  remember(subject: string, key: string, request: SubmittedRequest): Promise<SubmittedRequest>;
  /** The request that was noted under the key and has not expired at `now`; undefined where there is none. */
  find(subject: string, key: string, now: Date): Promise<SubmittedRequest | undefined>;
}

/** Which simulated job came to which plan. */
export interface Plans {
  /** Notes the job under its plan's hash; a later job of the same plan takes its place. */
  remember(hash: string, jobId: string, forgetAfter: Date): Promise<void>;
  /** The last job that came to this plan, unless it is to be forgotten by `now`. */
  jobOf(hash: string, now: Date): Promise<string | undefined>;
}

/** Which task token waits for which command. */
export interface CommandTokens {
  put(commandId: string, token: string, forgetAfter: Date): Promise<void>;
  get(commandId: string): Promise<string | undefined>;
}

/** `report` is the probe, which changes nothing; each recipe has one document. */
export type DocumentKind = RecipeName | 'report';

export interface CommandRequest {
  readonly document: DocumentKind;
  /** Which of the document's versions; absent: the one that counts at that moment. */
  readonly documentVersion?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** 1 to 50. */
  readonly nodeIds: readonly string[];
  readonly comment: string;
  /** How long Systems Manager tries to deliver, in seconds. */
  readonly deliverySeconds: number;
}

export interface Invocation {
  readonly nodeId: string;
  readonly over: boolean;
  /** The status in Systems Manager's own words, such as `Delivery Timed Out`. */
  readonly detail: string;
  /** What was printed, its first 2,500 characters; a document of AWS prints on both streams. */
  readonly output: string;
  /** When the node ended it; absent where that is not known. */
  readonly endedAt?: Date;
}

/** The deployed documents. */
export interface Documents {
  /** The version of a recipe's document that counts now; undefined for a document of AWS, whose versions come and go as AWS likes. */
  currentVersion(recipe: RecipeName): Promise<string | undefined>;
}

/** Systems Manager refused the command for good: nothing was sent. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';
}

/** At least one node of the command is not managed or not running: nothing was sent. */
export class UnknownNode extends Error {
  override readonly name = 'UnknownNode';
}

/** This deployment may not send to at least one node of the command, which lacks its tag, say: nothing was sent. */
export class NodeForbidden extends Error {
  override readonly name = 'NodeForbidden';
}

/** What Systems Manager knows of its nodes. */
export interface Connections {
  /** Whether Systems Manager is connected to each node; a node that it does not manage is absent. At most 50 nodes. */
  connections(nodeIds: readonly string[]): Promise<ReadonlyMap<string, 'online' | 'offline'>>;
}

export interface Commands extends Connections {
  /** Sends one command; answers its id. @throws CommandRejected, NodeForbidden, UnknownNode; after any other error it may have been sent. */
  send(request: CommandRequest): Promise<string>;
  /** Commands of this document with exactly this comment, sent at `since` or later. May lag behind by seconds. */
  find(
    document: DocumentKind,
    comment: string,
    since: Date,
  ): Promise<readonly { readonly id: string; readonly nodeIds: readonly string[] }[]>;
  /** Every invocation of the command. May lag behind by seconds. */
  invocations(commandId: string): Promise<readonly Invocation[]>;
  /** Asks the nodes to end the command's script. One that has begun to switch goes on to its end. Repeatable. */
  cancel(commandId: string): Promise<void>;
}

/** An object of Amazon S3. Its key needs no encoding in a URL: see artifact-url.ts. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
}

export interface Signer {
  /**
   * The https address at which whoever has it may read the object until then, which is at most 7 days from now. Nothing is asked of S3:
   * the object need not be there, nor this program be allowed to read it.
   */
  sign(object: StoredObject, now: Date, until: Date): Promise<string>;
}

export interface Workflow {
  /** Starts the workflow of a job under this name. Repeatable: a name that was started before stays as it is. */
  start(jobId: string, name: string): Promise<void>;
  status(name: string): Promise<'running' | 'ended' | 'missing'>;
}

export interface Waker {
  /** Wakes whoever waits on the token. A token that is answered, timed out or unknown changes nothing. */
  wake(token: string): Promise<void>;
}

/** In CloudWatch's own words. */
export const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** The most alarms that are asked for at once; DescribeAlarms would take 100 names. */
export const MOST_ALARMS = 10;

export interface Alarms {
  /**
   * The states of 1 to 10 alarms of this account and region, metric and composite ones; a name that CloudWatch does not know is absent.
   * @throws RangeError for another count of names, and an error where the alarms cannot be read: nothing is known of them then
   */
  states(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}
