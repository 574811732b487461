import { readJobAnswer } from '../../functions/answers.ts';
import { freezeRequestSchema } from '../../functions/domain/freeze.ts';
import type { Job } from '../../functions/domain/job.ts';
import type { JobEvent } from '../../functions/domain/job-event.ts';
import type { Network } from '../../functions/domain/network.ts';
import type { Waker, Workflow } from '../../functions/domain/ports.ts';
import type { Queue } from '../../functions/domain/queues.ts';
import { retryRequestSchema } from '../../functions/domain/retry.ts';
import { rollbackRequestSchema } from '../../functions/domain/rollback.ts';
import type { SteeringAction } from '../../functions/domain/steer.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../functions/domain/upgrade-request.ts';
import { decideNextStep } from '../../functions/domain/use-cases/decide-next.ts';
import { activateVersion, deprecateVersion } from '../../functions/domain/use-cases/deprecate-version.ts';
import { failJob, type WorkflowError } from '../../functions/domain/use-cases/fail-job.ts';
import { finishJob } from '../../functions/domain/use-cases/finish-job.ts';
import { listJobEvents } from '../../functions/domain/use-cases/list-job-events.ts';
import { planRollout } from '../../functions/domain/use-cases/plan-rollout.ts';
import { putFreeze } from '../../functions/domain/use-cases/put-freeze.ts';
import { reconcileJobs } from '../../functions/domain/use-cases/reconcile-jobs.ts';
import { removeFreeze } from '../../functions/domain/use-cases/remove-freeze.ts';
import { retryJob } from '../../functions/domain/use-cases/retry-job.ts';
import { rollBackJob } from '../../functions/domain/use-cases/roll-back-job.ts';
import { settleQueue } from '../../functions/domain/use-cases/settle-queue.ts';
import { steerJob } from '../../functions/domain/use-cases/steer-job.ts';
import { submitRequest } from '../../functions/domain/use-cases/submit-request.ts';
import { upgradeAgents } from '../../functions/domain/use-cases/upgrade-agents.ts';
import { waitUntilWoken } from '../../functions/domain/use-cases/wait-until-woken.ts';
import { wakeForCommand } from '../../functions/domain/use-cases/wake-for-command.ts';
import { parseBody } from '../../functions/request-body.ts';
import { AwsError } from '../../local/aws-json.ts';
import { isOver } from '../../local/ssm/command.ts';
import type { CommandEvent } from '../../local/ssm/events.ts';
import type { ScriptedNode, ScriptedNodeOptions } from '../../local/ssm/scripted-node.ts';
import { StepFunctions } from '../../local/step-functions/executions.ts';
import { FunctionError } from '../../local/step-functions/failure.ts';
import type { StateMachine, Template } from '../../local/template.ts';
import { HostedCommands } from '../fakes/hosted-commands.ts';
import { HostedDocuments } from '../fakes/hosted-documents.ts';
import { MemoryAlarms } from '../fakes/memory-alarms.ts';
import { MemoryAnnouncements } from '../fakes/memory-announcements.ts';
import { MemoryInstances } from '../fakes/memory-instances.ts';
import { MemoryMetrics } from '../fakes/memory-metrics.ts';
import { MemorySigner } from '../fakes/memory-signer.ts';
import { memoryStores } from '../fakes/memory-stores.ts';
import { scriptedHost } from '../fakes/scripted-host.ts';
import { watched } from '../fakes/watched.ts';
import { agent, bakeSeconds, cursors, jobId, pace, plainRollout, version } from '../fixtures.ts';
import { type AgentKind, demoAgents } from './agent-kinds.ts';
import { apiEvent } from './api-event.ts';

/** The id of the job that `retry` makes. */
export const retryId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0RETRY00';

export interface WorldOptions {
  readonly template: Template;
  /** How each node answers; item0 is on node 0. */
  readonly scripts: readonly ScriptedNodeOptions['script'][];
  /** What kind of agents they are; the demo agent of recipe `package` unless given. */
  readonly kind?: AgentKind;
  /** What each node runs at first; the kind's first version, 1.4.2, where nothing is said. */
  readonly versions?: readonly string[];
  /** What becomes of an event: how often it is delivered, and after how many seconds each time. */
  readonly deliver?: (event: CommandEvent) => readonly number[];
  /** Tags of the agent on each node; none unless given. */
  readonly tags?: (index: number) => Readonly<Record<string, string>>;
  /** Throws where a call of a function to a store or a service is throttled (`before`), or its answer lost (`after`). */
  readonly trip?: (when: 'before' | 'after') => void;
  /** By how many milliseconds the clock of a function is wrong each time; not at all unless given. */
  readonly skewMs?: (functionName: string) => number;
  /** Throws where a function is to crash, before or after its work. */
  readonly crash?: (functionName: string, when: 'before' | 'after') => void;
}

/**
 * The deployed state machine over the real use cases, with everything around them in memory and on a virtual clock:
 * whole jobs, days of waiting included, in milliseconds.
 */
export class WorkflowWorld {
  readonly documents: HostedDocuments;
  readonly nodes: readonly ScriptedNode[];
  readonly stepFunctions: StepFunctions;
  readonly stores = memoryStores();
  readonly alarms = new MemoryAlarms();
  readonly instances = new MemoryInstances();
  readonly metrics = new MemoryMetrics();
  readonly announcements = new MemoryAnnouncements();
  /** Does the deployment take simulated jobs only? */
  dryRunOnly = false;
  /** The deployment's networks and the buckets for which it signs. */
  networks: readonly Network[] = [];
  signedBuckets: readonly string[] = [];
  #look: () => void = () => undefined;
  readonly #machine: StateMachine;
  readonly #options: WorldOptions;
  readonly #hosted: ReturnType<typeof scriptedHost>;

  constructor(options: WorldOptions) {
    const [machine] = options.template.stateMachines;
    if (machine === undefined) throw new Error('The template has no state machine.');
    this.#options = options;
    this.#machine = machine;
    this.#hosted = scriptedHost((event) => this.#deliver(event));
    this.documents = new HostedDocuments(this.host);
    this.nodes = options.scripts.map((script, index) =>
      this.#kind.addNode(this.#hosted, index, script, options.versions?.[index] ?? this.#kind.from),
    );
    this.stepFunctions = new StepFunctions({
      clock: this.clock,
      stateMachines: [machine],
      invoke: (functionArn, payload) => this.#invoke(functionArn, payload),
    });
  }

  get #kind(): AgentKind {
    return this.#options.kind ?? demoAgents;
  }

  get #agentTypes() {
    const { agentType } = this.#kind;
    return new Map([[agentType.name, agentType]]);
  }

  get clock() {
    return this.#hosted.clock;
  }

  get host() {
    return this.#hosted.host;
  }

  /** Submits one job for every node, and lets time pass until nothing is left to happen. */
  async upgrade(rollout: object = {}, more: readonly string[] = []): Promise<void> {
    await this.submit(rollout, more);
    await this.clock.run();
  }

  /** @param change what the request asks for beside its rollout; `id` is the job's */
  async submit(
    rollout: object = {},
    more: readonly string[] = [],
    { id, ...change }: { readonly id?: string; readonly [field: string]: unknown } = {},
  ): Promise<void> {
    await this.register();
    const agentUuids = [...this.nodes.map((_, index) => `item${index}`), ...more];
    const plain = 'canary' in rollout ? { failureThreshold: plainRollout.failureThreshold } : plainRollout;
    await this.#submit({ agentUuids, targetVersion: this.#kind.to, rollout: { ...plain, ...rollout }, ...change }, id);
  }

  /** Publishes the version, and registers the agent of every node. */
  async register(): Promise<void> {
    const { agentType, to, artifacts, nodeId } = this.#kind;
    await this.stores.catalogue.publish({ ...version, agentType: agentType.name, version: to, artifacts });
    for (const [index, { version }] of this.nodes.entries()) {
      const tags = this.#options.tags?.(index) ?? {};
      await this.stores.agents.register(
        agent(index, { agentType: agentType.name, nodeId: nodeId(index), version, tags }),
      );
    }
  }

  /** Asks for a job by this body. @throws Refusal as the API does */
  async request(body: object, id?: string): Promise<Job> {
    return this.#submit(body, id);
  }

  #submit(body: object, id: string = jobId): Promise<Job> {
    const parsed = parseBody(upgradeRequestSchema, apiEvent({ body: JSON.stringify(body) }));
    const submission = {
      id,
      spec: jobSpecOf(parsed),
      targets: parsed.agentUuids ?? [],
      fingerprint: id,
      requestedBy: 'operator',
      key: undefined,
    };
    return submitRequest(this.#ports, submission, this.#now());
  }

  /**
   * How many upgrades of each site the job has sent that are not over; those of agents without the tag `site` are under `none`.
   * @param ofJobs how the id of the job begins: `upgrade-job-` for all of them
   */
  inFlight(ofJobs: string = jobId): ReadonlyMap<string, number> {
    const running = this.host
      .visibleCommands()
      .filter(({ comment }) => comment.startsWith(ofJobs) && !comment.endsWith('/report'))
      .flatMap(({ invocations }) => invocations.filter((invocation) => !isOver(invocation)));
    const sites = Map.groupBy(running, ({ instanceId }) => this.siteOf(instanceId) ?? 'none');
    return new Map([...sites].map(([site, invocations]) => [site, invocations.length]));
  }

  /** The tag `site` of the agent on this node. */
  siteOf(instanceId: string): string | undefined {
    return this.#options.tags?.(this.nodes.findIndex(({ id }) => id === instanceId))['site'];
  }

  /** Called whenever a function has run, to look at what is under way. */
  watch(look: () => void): void {
    this.#look = look;
  }

  /** Lets this much time pass, and whatever is due in it happen. */
  async pass(seconds: number): Promise<void> {
    let passed = false;
    this.clock.schedule(seconds * 1000, () => {
      passed = true;
    });
    await this.clock.run(() => passed);
  }

  async reconcile(): Promise<string[]> {
    return reconcileJobs(this.#ports, this.#now());
  }

  /** Does what an operator does; answers the job as it is then. */
  async steer(action: SteeringAction, subject = 'operator', id: string = jobId): Promise<Job> {
    return steerJob(this.#ports, id, action, { subject, fence: null }, this.#now());
  }

  /** Does what an administrator does. */
  async freeze(request: object): Promise<void> {
    await putFreeze(this.#ports, freezeRequestSchema.parse(request), { subject: 'admin', fence: null }, this.#now());
  }

  async thaw(scope: string): Promise<void> {
    await removeFreeze(this.#ports, scope, null, this.#now());
  }

  /** Does what an administrator does who finds that the version is bad. */
  async deprecate(reason: string): Promise<void> {
    const { agentType, version: name } = version;
    await deprecateVersion(this.#ports, agentType, name, reason, 'admin', this.#now());
  }

  async activate(): Promise<void> {
    await activateVersion(this.#ports, version.agentType, version.version);
  }

  /** The job's whole audit trail. */
  async events(id: string = jobId): Promise<readonly JobEvent[]> {
    return (await listJobEvents(this.stores.jobs, id, null, 1, 10_000)).items;
  }

  /** Takes up the failed agents of a job that has ended, in a job of its own. */
  async retry(body: object = {}, id: string = jobId): Promise<Job> {
    const submission = { id: retryId, fingerprint: 'retry', requestedBy: 'operator', fence: null, key: undefined };
    const rule = { isAdmin: true, sources: ['https://artifacts.example.com/'], requireChecksum: true };
    return retryJob(this.#ports, id, retryRequestSchema.parse(body), rule, submission, this.#now());
  }

  /** Takes a job back; answers the rollback job. */
  async rollBack(body: object = {}, id: string = jobId): Promise<Job> {
    return rollBackJob(
      this.#ports,
      id,
      rollbackRequestSchema.parse(body),
      { subject: 'operator', fence: null },
      this.#now(),
    );
  }

  /** The job as the API answers it. */
  async job(id: string = jobId) {
    const ports = { ...this.stores, agentTypes: this.#agentTypes, cursors };
    return readJobAnswer(ports, await this.storedJob(id), this.#now());
  }

  async storedJob(id: string = jobId): Promise<Job> {
    const job = await this.stores.jobs.get(id);
    if (job === undefined) throw new Error('There is no job.');
    return job;
  }

  /** The names of all states that an execution of the job entered, in order; of its children none. */
  states(name: string = jobId): string[] {
    const { history } = this.stepFunctions.execution(this.executionArn(name));
    return history.flatMap(({ details }) => details.stateEnteredEventDetails?.name ?? []);
  }

  executionArn(name: string = jobId): string {
    return `${this.#machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  }

  get #ports() {
    const workflow: Workflow = {
      start: async (id, name) => {
        if (this.#statusOf(name) !== 'missing') return; // As the port says: a name that was started before stays as it is.
        this.stepFunctions.startExecution({
          stateMachineArn: this.#machine.arn,
          name,
          input: JSON.stringify({ jobId: id }),
        });
      },
      status: async (name) => this.#statusOf(name),
    };
    const waker: Waker = {
      wake: async (token) => {
        try {
          this.stepFunctions.sendTaskSuccess(token, '{}');
        } catch {
          // As the port says: a token that nobody waits on changes nothing.
        }
      },
    };
    return {
      ...this.stores,
      alarms: this.alarms,
      commands: new HostedCommands(this.host),
      documents: this.documents,
      instances: this.instances,
      metrics: this.metrics,
      announcements: this.announcements,
      workflow,
      waker,
      agentTypes: this.#agentTypes,
      pace,
      bakeSeconds,
      dryRunOnly: this.dryRunOnly,
      requireChecksum: true,
      networks: this.networks,
      signedBuckets: this.signedBuckets,
      signer: new MemorySigner(),
    };
  }

  /** All that a function calls may fail, except for alarms: one that cannot be read pauses a job, which is tested for itself. */
  #tripping<Ports extends WorkflowWorld['stores'] & { commands: object; workflow: object; waker: object }>(
    ports: Ports,
  ): Ports {
    const { trip } = this.#options;
    if (trip === undefined) return ports;
    const names = [...Object.keys(this.stores), 'commands', 'workflow', 'waker', 'announcements'];
    const unreliable = Object.entries(ports).map(([name, port]) => [
      name,
      names.includes(name) && typeof port === 'object' && port !== null
        ? watched(
            port,
            () => trip('before'),
            () => trip('after'),
          )
        : port,
    ]);
    return { ...ports, ...Object.fromEntries(unreliable) };
  }

  #statusOf(name: string): 'running' | 'ended' | 'missing' {
    try {
      return this.stepFunctions.execution(this.executionArn(name)).status === 'RUNNING' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ExecutionDoesNotExist') return 'missing';
      throw error;
    }
  }

  readonly #now = (): Date => new Date(this.clock.now());

  async #invoke(functionArn: string, payload: unknown): Promise<unknown> {
    const name = functionArn.replace(/^.*:function:fleet-upgrade-dev-/, '');
    try {
      this.#options.crash?.(name, 'before');
      const answer = await this.#run(name, payload as Payload);
      this.#look();
      this.#options.crash?.(name, 'after');
      return answer ?? null;
    } catch (error) {
      if (error instanceof Error) throw new FunctionError(error.name, error.message);
      throw error;
    }
  }

  async #run(name: string, { jobId, queue, token, polls, error }: Payload): Promise<unknown> {
    const ports = this.#tripping(this.#ports);
    const now = new Date(this.clock.now() + (this.#options.skewMs?.(name) ?? 0));
    switch (name) {
      case 'plan-rollout':
        return planRollout(ports, jobId, now);
      case 'decide-next':
        return decideNextStep(ports, jobId, now);
      case 'wait-until-woken':
        return waitUntilWoken(ports, jobId, token, now);
      case 'upgrade-agents':
        return upgradeAgents(ports, jobId, queue[0], token, now);
      case 'settle-batch':
        return settleQueue(ports, jobId, queue, polls, now);
      case 'finish-job':
        return finishJob(ports, jobId, now);
      case 'fail-job':
        return failJob(ports, jobId, error, now);
      default:
        throw new Error(`The workflow has no function ${name}.`);
    }
  }

  /** As the deployed rule: only the end of a command is told. */
  #deliver(event: CommandEvent): void {
    if (['Pending', 'InProgress', 'Cancelling'].includes(event.detail.status)) return;
    const delays = this.#options.deliver?.(event) ?? [1];
    for (const seconds of delays) {
      this.clock.schedule(seconds * 1000, () => void wakeForCommand(this.#ports, event.detail['command-id']));
    }
  }
}

interface Payload {
  readonly jobId: string;
  readonly queue: Queue;
  readonly token: string;
  readonly polls: number;
  readonly error: WorkflowError;
}
