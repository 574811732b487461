import { AMAZON_LINUX, type AwsDelivery, type Delivery, type ManagedNode, type Report } from '../managed-node.ts';
import { configurePackage } from './configure-package.ts';
import { type Installable, Printed, type ScriptEnd } from './installable.ts';
import { updateSsmAgent } from './update-ssm-agent.ts';

export interface AwsNodeOptions {
  /** Runs all other documents. */
  readonly node: ManagedNode;
  /** The node's own SSM Agent, by AWS-UpdateSSMAgent. */
  readonly agent?: Installable;
  /** Packages of Distributor, by name. */
  readonly packages?: ReadonlyMap<string, Installable>;
}

/** A node whose SSM Agent also runs AWS's own documents, which change its software and heed no cancelling once they have begun. */
export class AwsNode implements ManagedNode {
  readonly id: string;
  readonly computerName: string;
  readonly #options: AwsNodeOptions;
  /** What is being changed now. */
  readonly #underWay = new Set<string>();

  constructor(options: AwsNodeOptions) {
    this.#options = options;
    this.id = options.node.id;
    this.computerName = options.node.computerName;
  }

  get platform() {
    return this.#options.node.platform ?? AMAZON_LINUX;
  }

  get tags() {
    return this.#options.node.tags ?? {};
  }

  get software() {
    return this.#options.node.software;
  }

  get agentVersion(): string {
    return this.#options.agent?.installed ?? this.#options.node.agentVersion;
  }

  run(delivery: Delivery): Promise<Report> {
    return this.#options.node.run(delivery);
  }

  /** Cancelled, it says so at once, and goes on. */
  async runAws(delivery: AwsDelivery): Promise<Report> {
    const { signal } = delivery;
    if (signal.aborted) return { kind: 'cancelled' };
    const cancelled = new Promise<Report>((resolve) =>
      signal.addEventListener('abort', () => resolve({ kind: 'cancelled' })),
    );
    const ended = this.#work(delivery).then((end): Report => ({ kind: 'ended', ...end }));
    return Promise.race([ended, cancelled]);
  }

  #work(delivery: AwsDelivery): Promise<ScriptEnd> {
    switch (delivery.plugin) {
      case 'aws:updateSsmAgent':
        return this.#update(delivery);
      case 'aws:configurePackage':
        return this.#configure(delivery);
    }
  }

  async #update(delivery: AwsDelivery): Promise<ScriptEnd> {
    const { agent } = this.#options;
    const { version = '', allowDowngrade } = delivery.parameters;
    if (agent === undefined) return failed('Updater died before updating, make sure your system is supported');
    return this.#alone('amazon-ssm-agent', 'Another update in progress, try again later', () => {
      agent.begin?.(delivery);
      return updateSsmAgent(agent, { version, allowDowngrade: allowDowngrade === 'true' });
    });
  }

  async #configure(delivery: AwsDelivery): Promise<ScriptEnd> {
    const { version = '', name = '', action = '', installationType = '' } = delivery.parameters;
    const found = this.#options.packages?.get(name);
    return this.#alone(name, `Package "${name}" is already in the process of action "${action}"`, () => {
      found?.begin?.(delivery);
      return configurePackage(found, { name, version, action, installationType });
    });
  }

  /** One at a time: SSM Agent locks its own update, and each package. */
  async #alone(what: string, busy: string, work: () => Promise<ScriptEnd>): Promise<ScriptEnd> {
    if (this.#underWay.has(what)) return failed(busy);
    this.#underWay.add(what);
    try {
      return await work();
    } finally {
      this.#underWay.delete(what);
    }
  }
}

const failed = async (why: string): Promise<ScriptEnd> => new Printed().complain(why).end(1);
