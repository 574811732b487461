import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { LambdaFunction } from '../template.ts';
import {
  type FunctionErrorReport,
  LambdaFunctionError,
  reportOf,
  type WorkerMessage,
  type WorkerSetup,
} from './protocol.ts';

/** Lambda gives the code outside the handler at most 10 s. */
const INIT_TIMEOUT_MS = 10_000;

interface Pending {
  readonly resolve: (payload: string) => void;
  readonly reject: (error: LambdaFunctionError) => void;
  readonly cancelTimeout: () => void;
}

/** One worker thread with one function, its environment and the invocations that are under way in it. */
export class Sandbox {
  readonly #fn: LambdaFunction;
  readonly #clock: Clock;
  readonly #worker: Worker;
  readonly #pending = new Map<string, Pending>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #retired = false;
  #uncaught: FunctionErrorReport | undefined;

  constructor(
    fn: LambdaFunction,
    env: Readonly<Record<string, string>>,
    clock: Clock,
    onOutput: (text: string) => void,
  ) {
    this.#fn = fn;
    this.#clock = clock;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: fn.name,
      workerData: setupOf(fn),
      env: { ...env },
      // None of the loaders and flags of this process: the bundle needs none, and each would cost time and memory.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.setEncoding('utf8').on('data', onOutput);
    this.#worker.on('message', (message: WorkerMessage) => this.#heard(message));
    this.#worker.on('error', (error) => {
      this.#uncaught = reportOf(error);
    });
    this.#worker.on('exit', (code) => this.#exited(code));
    this.#ready.promise.catch(() => undefined); // Each invocation sees the rejection itself.
    const cancel = clock.schedule(INIT_TIMEOUT_MS, () => void this.stop('init timed out after 10.00 seconds'));
    this.#ready.promise.then(cancel, cancel);
  }

  /** A retired sandbox finishes what it has begun and takes nothing new. */
  get retired(): boolean {
    return this.#retired;
  }

  /** Settles when the thread has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Answers the payload as JSON text; rejects with a LambdaFunctionError. */
  async invoke(id: string, event: string): Promise<string> {
    await this.#ready.promise;
    if (this.#retired) throw new LambdaFunctionError(this.#exitReport(id, 'the sandbox ended'));
    const timeoutMs = this.#fn.timeoutSeconds * 1000;
    return new Promise((resolve, reject) => {
      const cancelTimeout = this.#clock.schedule(timeoutMs, () => this.#timedOut(id));
      this.#pending.set(id, { resolve, reject, cancelTimeout });
      this.#worker.postMessage({ id, event, deadline: Date.now() + timeoutMs });
    });
  }

  /** Ends the thread; invocations that are under way fail with `why`. */
  async stop(why: string): Promise<void> {
    this.#uncaught ??= { errorType: 'Runtime.ExitError', errorMessage: `Error: ${why}` };
    await this.#worker.terminate();
    await this.ended;
  }

  #heard(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      this.#ready.resolve();
      return;
    }
    const pending = this.#take(message.id);
    if (message.kind === 'result') pending?.resolve(message.payload);
    else pending?.reject(new LambdaFunctionError(message.report));
  }

  /** Lambda ends the whole environment; the others that are under way here had environments of their own there. */
  #timedOut(id: string): void {
    this.#retired = true;
    const errorMessage = `RequestId: ${id} Error: Task timed out after ${this.#fn.timeoutSeconds.toFixed(2)} seconds`;
    this.#take(id)?.reject(new LambdaFunctionError({ errorType: 'Sandbox.Timedout', errorMessage }));
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.cancelTimeout();
    if (this.#retired && this.#pending.size === 0) void this.#worker.terminate();
    return pending;
  }

  #exited(code: number): void {
    this.#retired = true;
    const why = `Runtime exited with error: exit status ${code}`;
    this.#ready.reject(new LambdaFunctionError(this.#exitReport('unknown', why)));
    for (const id of [...this.#pending.keys()])
      this.#take(id)?.reject(new LambdaFunctionError(this.#exitReport(id, why)));
    this.#ended.resolve();
  }

  #exitReport(id: string, why: string): FunctionErrorReport {
    return this.#uncaught ?? { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${why}` };
  }
}

function setupOf(fn: LambdaFunction): WorkerSetup {
  const dot = fn.handler.lastIndexOf('.');
  const base = join(resolve(fn.assetFolder), fn.handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
  if (file === undefined)
    throw new LambdaFunctionError({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: `Cannot find module '${base}'`,
    });
  return {
    module: pathToFileURL(file).href,
    exportName: fn.handler.slice(dot + 1),
    functionName: fn.name,
    functionArn: fn.arn,
    memoryMb: fn.memoryMb,
  };
}
