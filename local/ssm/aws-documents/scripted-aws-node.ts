import type { Clock } from '../../clock.ts';
import type { AwsDelivery, Report } from '../managed-node.ts';
import type { Outcome, Script, ScriptedNode } from '../scripted-node.ts';
import { AwsNode } from './aws-node.ts';
import type { Installable, ScriptEnd } from './installable.ts';

export interface ScriptedAwsNodeOptions {
  readonly node: ScriptedNode;
  readonly clock: Clock;
  /** What can be installed, oldest first. */
  readonly versions: readonly string[];
  /** The package of Distributor that it is; undefined: it is the SSM Agent. */
  readonly packageName?: string;
}

/**
 * A scripted node whose agent AWS's documents install, as its script says: success installs, every other outcome does so only where it
 * `changes`. What becomes of the command is another thing: a document goes on whatever is reported.
 */
export class ScriptedAwsNode extends AwsNode {
  readonly #scripted: ScriptedAwsNodeOptions;
  readonly #upgrade: ScriptedUpgrade;

  constructor(options: ScriptedAwsNodeOptions) {
    const { node, packageName } = options;
    const upgrade = new ScriptedUpgrade(options);
    super({
      node,
      ...(packageName === undefined ? { agent: upgrade } : { packages: new Map([[packageName, upgrade]]) }),
    });
    this.#scripted = options;
    this.#upgrade = upgrade;
  }

  override async runAws(delivery: AwsDelivery): Promise<Report> {
    const { script } = this.#scripted.node;
    const followed = typeof script === 'function' ? script(delivery) : script;
    this.#upgrade.scripts.set(delivery.commandId, followed);
    return reported(followed.outcome, super.runAws(delivery), (ms) => this.#wait(ms), delivery);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#scripted.clock.schedule(ms, resolve));
  }
}

async function reported(
  outcome: Outcome,
  ended: Promise<Report>,
  wait: (ms: number) => Promise<void>,
  { executionTimeoutSeconds }: AwsDelivery,
): Promise<Report> {
  switch (outcome.kind) {
    case 'success':
    case 'failed':
      return ended;
    case 'timeout': {
      const timedOut = wait(executionTimeoutSeconds * 1000).then((): Report => ({ kind: 'timedOut' }));
      return Promise.race([timedOut, ended.then((end) => (end.kind === 'cancelled' ? end : timedOut))]);
    }
    case 'undeliverable':
      return { kind: 'undeliverable' };
    case 'noOutput':
      return ended.then((end) => (end.kind === 'ended' ? { ...end, exitCode: 1, stdout: '', stderr: '' } : end));
    case 'lost':
      return ended.then((end) => (end.kind === 'cancelled' ? end : new Promise(() => undefined)));
  }
}

/** Sets the node's version after the script's latency. Between two versions of a package nothing runs. */
class ScriptedUpgrade implements Installable {
  readonly versions: readonly string[];
  readonly updatesInPlace = true;
  /** By command. */
  readonly scripts = new Map<string, Script>();
  readonly #node: ScriptedNode;
  readonly #clock: Clock;
  #script: Script | undefined;
  installed: string | undefined;

  constructor({ node, clock, versions }: ScriptedAwsNodeOptions) {
    this.versions = versions;
    this.installed = node.version ?? undefined;
    this.#node = node;
    this.#clock = clock;
  }

  /** Its first installation goes as its script says; the one behind it, the way back, succeeds at once. */
  begin({ commandId }: AwsDelivery): void {
    this.#script = this.scripts.get(commandId);
  }

  async run(action: 'install' | 'update' | 'uninstall', version: string): Promise<ScriptEnd> {
    if (action === 'uninstall') return this.#become(null);
    const script = this.#script;
    this.#script = undefined;
    if (script === undefined) return this.#become(version);
    await new Promise<void>((resolve) => this.#clock.schedule(script.latencyMs, resolve));
    const { outcome } = script;
    if (outcome.kind === 'success' || ('changes' in outcome && outcome.changes)) return this.#become(version);
    return { exitCode: 1, stdout: '', stderr: `${outcome.kind === 'failed' ? outcome.reason : outcome.kind}\n` };
  }

  #become(version: string | null): ScriptEnd {
    this.#node.version = version;
    this.#node.healthy = version !== null;
    return { exitCode: 0, stdout: '', stderr: '' };
  }
}
