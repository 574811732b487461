import { createHash, randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import * as z from 'zod';
import { AwsError } from '../aws-json.ts';
import { JsonLines, UnreadableFile } from '../json-lines.ts';
import type { Execution } from './execution.ts';
import { type StartRequest, StepFunctions, type StepFunctionsOptions } from './executions.ts';
import { type Failure, toldFailure } from './failure.ts';
import { type Entry, entrySchema, type Request, Tape, TapeMismatch } from './tape.ts';

interface KeptOptions extends Omit<StepFunctionsOptions, 'random'> {
  readonly file: string;
  /** Told in a sentence where what the file holds cannot be gone on with. */
  readonly onProblem: (problem: string) => void;
}

/** The file's first line; `machines` tells one set of definitions from another. */
const headerSchema = z.object({ seed: z.string(), machines: z.string() });
type Header = z.infer<typeof headerSchema>;
const recordSchema = z.tuple([headerSchema], entrySchema);

/**
 * Step Functions whose executions outlive this process, in a file: opened again, each goes on where it stood. That holds for the same
 * definitions only. With others the file is put aside and no execution is known, which is what the reconciler is there for.
 */
export class KeptStepFunctions extends StepFunctions {
  readonly #tape: Tape;
  readonly #file: JsonLines;

  /** Reads the file, and stands still until `goLive`. @throws UnreadableFile where the file is none of ours */
  static async open(options: KeptOptions): Promise<KeptStepFunctions> {
    const machines = createHash('sha256').update(JSON.stringify(options.stateMachines)).digest('hex');
    const lines = JsonLines.read(options.file, z.unknown());
    const fresh = { seed: randomBytes(32).toString('hex'), machines };
    if (lines.length === 0) return new KeptStepFunctions(options, fresh, []);
    const recorded = recordSchema.safeParse(lines);
    if (!recorded.success)
      throw new UnreadableFile(`${options.file} is no record of executions.`, { cause: recorded.error });
    const [header, ...entries] = recorded.data;
    try {
      if (header.machines !== machines) throw new TapeMismatch('The state machine is another one.');
      const kept = new KeptStepFunctions(options, header, entries);
      await kept.#play(entries);
      return kept;
    } catch (error) {
      if (!(error instanceof TapeMismatch)) throw error;
      const aside = putAside(options.file);
      options.onProblem(`The executions cannot go on, and are in ${aside} now. ${error.message}`);
      return new KeptStepFunctions(options, fresh, []);
    }
  }

  private constructor({ file, ...options }: KeptOptions, header: Header, entries: readonly Entry[]) {
    const { onStatusChange } = options;
    const lines = JsonLines.write(file, [header, ...entries]);
    const { clock, invoke } = options;
    const tape = new Tape({ seed: header.seed, clock, invoke, keep: (entry) => lines.add(entry) });
    super({
      ...options,
      clock: tape.clock,
      random: tape.random,
      invoke: tape.invoke,
      onStatusChange: (change) => tape.isLive && onStatusChange?.(change),
    });
    this.#tape = tape;
    this.#file = lines;
  }

  goLive(): Promise<void> {
    return this.#tape.goLive();
  }

  close(): void {
    this.#tape.stop();
    this.#file.close();
  }

  override startExecution(request: StartRequest): Execution {
    this.#tape.note({ kind: 'startExecution', request });
    return super.startExecution(request);
  }

  override stopExecution(arn: string, failure: Failure = {}): number {
    this.#tape.note({ kind: 'stopExecution', arn, failure: toldFailure(failure) });
    return super.stopExecution(arn, failure);
  }

  override sendTaskSuccess(token: string, output: string): void {
    this.#tape.note({ kind: 'sendTaskSuccess', token, output });
    super.sendTaskSuccess(token, output);
  }

  override sendTaskFailure(token: string, failure: Failure = {}): void {
    this.#tape.note({ kind: 'sendTaskFailure', token, failure: toldFailure(failure) });
    super.sendTaskFailure(token, failure);
  }

  override sendTaskHeartbeat(token: string): void {
    this.#tape.note({ kind: 'sendTaskHeartbeat', token });
    super.sendTaskHeartbeat(token);
  }

  async #play(entries: readonly Entry[]): Promise<void> {
    await this.#tape.play(entries, (request) => {
      try {
        this.#ask(request);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error; // it was refused then, too
      }
    });
  }

  #ask(asked: Request): unknown {
    switch (asked.kind) {
      case 'startExecution':
        return super.startExecution(asked.request);
      case 'stopExecution':
        return super.stopExecution(asked.arn, asked.failure);
      case 'sendTaskSuccess':
        return super.sendTaskSuccess(asked.token, asked.output);
      case 'sendTaskFailure':
        return super.sendTaskFailure(asked.token, asked.failure);
      case 'sendTaskHeartbeat':
        return super.sendTaskHeartbeat(asked.token);
      default:
        return asked satisfies never;
    }
  }
}

function putAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.${number}`)) number++;
  renameSync(file, `${file}.${number}`);
  return `${file}.${number}`;
}
