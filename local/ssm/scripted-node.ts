import type { Clock } from '../clock.ts';
import {
  AMAZON_LINUX,
  type Delivery,
  failure,
  type ManagedNode,
  type NodePlatform,
  type NodeSoftware,
  type Report,
} from './managed-node.ts';
import { stepsFor } from './platform.ts';

/**
 * How a scripted node answers the document `package`. `changes` says that the version changes all the same, so that only
 * a report tells: what SSM says of a command proves little. `lost` never reports, and its command expires.
 */
export type Outcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failed'; readonly reason: string; readonly changes?: boolean }
  | { readonly kind: 'timeout' | 'undeliverable' | 'noOutput' | 'lost'; readonly changes?: boolean };

export interface Script {
  /** Milliseconds from delivery to the report. */
  readonly latencyMs: number;
  readonly outcome: Outcome;
  /** Milliseconds from delivery to the switch, which a cancelled command no longer ends: it goes on by itself. Never unless given. */
  readonly switchMs?: number;
}

export interface ScriptedNodeOptions {
  readonly id: string;
  readonly clock: Clock;
  /** What it runs at first; null where the agent does not answer. */
  readonly version: string | null;
  readonly healthy?: boolean;
  readonly agentVersion?: string;
  readonly platform?: NodePlatform;
  readonly tags?: Readonly<Record<string, string>>;
  readonly software?: NodeSoftware;
  /** Called for each upgrade, so that a second one can go another way. */
  readonly script: Script | ((delivery: Omit<Delivery, 'document'>) => Script);
  /** Milliseconds a report takes; defaults to 0. */
  readonly reportLatencyMs?: number;
}

interface Result {
  readonly fleetUpgrade: 1;
  readonly attemptId: string;
  readonly outcome: 'success' | 'failed' | 'running';
  readonly reason: string;
  readonly oldVersion: string | null;
  readonly newVersion: string | null;
  readonly healthy: boolean;
  readonly message: string;
}

/** A node without a process: it keeps a version, and those from before for a rollback, and answers our two documents with the lines that the scripts print. */
export class ScriptedNode implements ManagedNode {
  readonly id: string;
  readonly agentVersion: string;
  readonly computerName: string;
  readonly platform: NodePlatform;
  tags: Readonly<Record<string, string>>;
  software: NodeSoftware | undefined;
  version: string | null;
  healthy: boolean;
  script: ScriptedNodeOptions['script'];
  readonly #clock: Clock;
  readonly #reportLatencyMs: number;
  readonly #attempts = new Map<string, Result>();
  readonly #kept = new Set<string>();

  constructor(options: ScriptedNodeOptions) {
    this.id = options.id;
    this.agentVersion = options.agentVersion ?? '3.3.3050.0';
    this.computerName = `${options.id}.local`;
    this.platform = options.platform ?? AMAZON_LINUX;
    this.tags = options.tags ?? {};
    this.software = options.software;
    this.version = options.version;
    this.healthy = options.healthy ?? options.version !== null;
    this.script = options.script;
    this.#clock = options.clock;
    this.#reportLatencyMs = options.reportLatencyMs ?? 0;
  }

  async run(delivery: Delivery): Promise<Report> {
    const step = stepsFor(this.platform.type, delivery.document)[0]?.name.replace(/OnWindows$/, '');
    if (step === 'package') return this.#package(delivery);
    if (step === 'report') return this.#report(delivery);
    return { kind: 'ended', exitCode: 1, stdout: '', stderr: `A scripted node knows no step ${step}.` };
  }

  async #report(delivery: Delivery): Promise<Report> {
    if ((await this.#wait(this.#reportLatencyMs, delivery.signal)) === 'cancelled') return { kind: 'cancelled' };
    const id = parameter(delivery, 'AttemptId');
    const known = this.#attempts.get(id);
    const state = known === undefined ? 'none' : known.outcome === 'running' ? 'running' : 'done';
    const attempt = { id, state, result: state === 'done' ? known : null };
    return line({ fleetUpgrade: 1, report: true, version: this.version, healthy: this.healthy, attempt }, 0);
  }

  async #package(delivery: Delivery): Promise<Report> {
    const id = parameter(delivery, 'AttemptId');
    const known = this.#attempts.get(id) ?? this.#refusal(delivery);
    if (known !== undefined) return this.#answer(known);
    const oldVersion = this.version;
    this.#attempts.set(id, this.#result(delivery, 'running', 'ATTEMPT_RUNNING', oldVersion));
    const script = typeof this.script === 'function' ? this.script(delivery) : this.script;
    const { latencyMs, outcome } = script;
    const began = this.#clock.now();
    const wait = outcome.kind === 'timeout' ? delivery.executionTimeoutSeconds * 1000 : latencyMs;
    if ((await this.#wait(wait, delivery.signal)) === 'waited') return this.#end(delivery, outcome, oldVersion);
    const passed = this.#clock.now() - began;
    if (passed < (script.switchMs ?? Number.POSITIVE_INFINITY))
      this.#record(this.#result(delivery, 'failed', 'INTERRUPTED', oldVersion));
    else this.#clock.schedule(wait - passed, () => void this.#end(delivery, outcome, oldVersion));
    return { kind: 'cancelled' };
  }

  /** What the script answers before it does anything. */
  #refusal(delivery: Delivery): Result | undefined {
    const target = parameter(delivery, 'Version');
    const refuse = (outcome: 'success' | 'failed', reason: string) =>
      this.#record(this.#result(delivery, outcome, reason, this.version));
    if (this.#clock.now() / 1000 > Number(parameter(delivery, 'NotAfter'))) return refuse('failed', 'NOT_AFTER_PASSED');
    if (parameter(delivery, 'Action') !== 'reinstall' && this.version === target && this.healthy)
      return refuse('success', 'ALREADY_CURRENT');
    const isBusy = [...this.#attempts.values()].some(({ outcome }) => outcome === 'running');
    if (isBusy) return refuse('failed', 'NODE_BUSY');
    const isGone = parameter(delivery, 'Action') === 'rollback' && this.version !== target && !this.#kept.has(target);
    return isGone ? refuse('failed', 'NO_PREVIOUS_VERSION') : undefined;
  }

  #end(delivery: Delivery, outcome: Outcome, oldVersion: string | null): Report | Promise<Report> {
    const changes = outcome.kind === 'success' || ('changes' in outcome && outcome.changes === true);
    if (changes) {
      if (oldVersion !== null) this.#kept.add(oldVersion);
      this.version = parameter(delivery, 'Version');
      this.healthy = true;
    }
    const succeeded = parameter(delivery, 'Action') === 'rollback' ? 'ROLLED_BACK' : 'UPGRADED';
    const failed = outcome.kind === 'failed' ? outcome.reason : 'INTERRUPTED';
    if (failed === 'ROLLBACK_FAILED') this.healthy = false;
    const result =
      changes && outcome.kind !== 'failed'
        ? this.#result(delivery, 'success', succeeded, oldVersion)
        : this.#result(delivery, 'failed', failed, oldVersion);
    this.#record(result);
    switch (outcome.kind) {
      case 'success':
      case 'failed':
        return this.#answer(result);
      case 'timeout':
        return { kind: 'timedOut' };
      case 'undeliverable':
        return { kind: 'undeliverable' };
      case 'noOutput':
        return { kind: 'ended', exitCode: 1, stdout: '', stderr: failure(1) };
      case 'lost':
        return new Promise(() => undefined);
    }
  }

  #result(delivery: Delivery, outcome: Result['outcome'], reason: string, oldVersion: string | null): Result {
    const attemptId = parameter(delivery, 'AttemptId');
    const newVersion = outcome === 'running' ? null : this.version;
    const healthy = outcome !== 'running' && this.healthy;
    return { fleetUpgrade: 1, attemptId, outcome, reason, oldVersion, newVersion, healthy, message: 'scripted' };
  }

  #record(result: Result): Result {
    this.#attempts.set(result.attemptId, result);
    return result;
  }

  #answer(result: Result): Report {
    return line(result, result.outcome === 'success' ? 0 : 1);
  }

  #wait(delayMs: number, signal: AbortSignal): Promise<'waited' | 'cancelled'> {
    return new Promise((resolve) => {
      const stop = this.#clock.schedule(delayMs, () => resolve('waited'));
      signal.addEventListener('abort', () => {
        stop();
        resolve('cancelled');
      });
    });
  }
}

const line = (content: object, exitCode: number): Report => ({
  kind: 'ended',
  exitCode,
  stdout: `${JSON.stringify(content)}\n`,
  stderr: exitCode === 0 ? '' : failure(exitCode),
});

function parameter({ parameters }: Delivery, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw new Error(`The document has no parameter ${name}.`);
  return value;
}
