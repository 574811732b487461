import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareVersions } from 'compare-versions';
import type { DocumentStep } from '../../lib/documents/documents.ts';
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

/** The first SSM Agent that hands parameters over as environment variables; older ones paste them into the script. */
const FIRST_WITH_ENV_VAR = '3.3.2746.0';

/** Milliseconds that output may still come after the script has ended: a process it left behind may hold the pipe. */
const DRAIN_MS = 300;

export interface RealNodeOptions {
  readonly id: string;
  /** The scripts' working directory and HOME; their files are kept below `.ssm/`. */
  readonly directory: string;
  readonly clock: Clock;
  readonly agentVersion?: string;
  readonly platform?: NodePlatform;
  readonly tags?: Readonly<Record<string, string>>;
  /** What the inventory has of it; it does not look by itself. */
  readonly software?: NodeSoftware;
  /** The scripts' PATH; defaults to this process's. */
  readonly path?: string;
  /** The shell that runs the scripts, as a command and its arguments. */
  readonly shell?: readonly [string, ...string[]];
}

/** A node that really runs a document's steps for its platform, each in a process group of its own, as SSM Agent does. */
export class RealNode implements ManagedNode {
  readonly id: string;
  readonly agentVersion: string;
  readonly computerName: string;
  readonly platform: NodePlatform;
  readonly tags: Readonly<Record<string, string>>;
  readonly software: NodeSoftware | undefined;
  readonly #options: RealNodeOptions;

  constructor(options: RealNodeOptions) {
    this.#options = options;
    this.id = options.id;
    this.agentVersion = options.agentVersion ?? '3.3.3050.0';
    this.computerName = `${options.id}.local`;
    this.platform = options.platform ?? AMAZON_LINUX;
    this.tags = options.tags ?? {};
    this.software = options.software;
  }

  async run(delivery: Delivery): Promise<Report> {
    const directory = join(this.#options.directory, '.ssm', delivery.commandId);
    await mkdir(directory, { recursive: true });
    let output = { stdout: '', stderr: '' };
    for (const step of stepsFor(this.platform.type, delivery.document)) {
      const script = join(directory, `${step.name}.sh`);
      await writeFile(script, this.#script(step, delivery.parameters), { mode: 0o700 });
      const report = await this.#runScript(script, delivery, Number(step.inputs.timeoutSeconds));
      if (report.kind !== 'ended') return report;
      output = { stdout: output.stdout + report.stdout, stderr: output.stderr + report.stderr };
      if (report.exitCode !== 0) return { ...report, ...output, stderr: output.stderr + failure(report.exitCode) };
    }
    return { kind: 'ended', exitCode: 0, ...output };
  }

  get #pastes(): boolean {
    return compareVersions(this.agentVersion, FIRST_WITH_ENV_VAR) < 0;
  }

  #script(step: DocumentStep, parameters: Readonly<Record<string, string>>): string {
    const text = `${step.inputs.runCommand.join('\n')}\n`;
    if (!this.#pastes) return text;
    return text.replace(/\{\{ *([A-Za-z0-9]+) *\}\}/g, (braces, name) => parameters[name] ?? braces);
  }

  #environment({ commandId, parameters }: Delivery): Record<string, string> {
    const named = Object.entries(parameters).map(([name, value]) => [`SSM_${name}`, value]);
    return {
      PATH: this.#options.path ?? process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: this.#options.directory,
      AWS_SSM_INSTANCE_ID: this.id,
      SSM_COMMAND_ID: commandId,
      ...(this.#pastes ? {} : Object.fromEntries(named)),
    };
  }

  async #runScript(script: string, delivery: Delivery, timeoutSeconds: number): Promise<Report> {
    if (delivery.signal.aborted) return { kind: 'cancelled' };
    const [shell, ...options] = this.#options.shell ?? ['sh'];
    const child = spawn(shell, [...options, script], {
      cwd: this.#options.directory,
      env: this.#environment(delivery),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own, to be killed as one
    });
    let killed: 'cancelled' | 'timedOut' | undefined;
    const kill = (why: 'cancelled' | 'timedOut') => {
      killed = why;
      killGroup(child);
    };
    const onAbort = () => kill('cancelled');
    delivery.signal.addEventListener('abort', onAbort);
    const stopWaiting = this.#options.clock.schedule(timeoutSeconds * 1000, () => kill('timedOut'));
    try {
      const ended = await endOf(child);
      return killed === undefined ? { kind: 'ended', ...ended } : { kind: killed };
    } finally {
      stopWaiting();
      delivery.signal.removeEventListener('abort', onAbort);
    }
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}

interface End {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function endOf(child: ChildProcess): Promise<End> {
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return new Promise((resolve, reject) => {
    const end = () => resolve({ exitCode: child.exitCode ?? 137, stdout: stdout(), stderr: stderr() });
    child.once('error', reject);
    child.once('close', end);
    child.once('exit', () => setTimeout(end, DRAIN_MS).unref());
  });
}

/** What a stream has written so far, as text; SSM Agent keeps 24,000 characters. */
function collect(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(0, 24_000);
  });
  return () => text;
}
