import type { AwsDelivery } from '../managed-node.ts';

/** What a script of a package, or of an update, comes to. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Something on a node that a document of AWS installs. */
export interface Installable {
  /** What can be installed, oldest first. */
  readonly versions: readonly string[];
  /** What is installed by the plugin's own record, whatever runs; undefined where nothing is. */
  installed: string | undefined;
  /** Does the package bring a script for an update in place? */
  readonly updatesInPlace?: boolean;
  /** Called when a document begins to work on it. */
  begin?(delivery: AwsDelivery): void;
  /** Really does it on the node. */
  run(action: 'install' | 'update' | 'uninstall', version: string): Promise<ScriptEnd>;
}

/** What a plugin printed, by stream, and whether it failed. */
export class Printed {
  readonly #out: string[] = [];
  readonly #errors: string[] = [];

  say(...lines: readonly string[]): this {
    this.#out.push(...lines);
    return this;
  }

  complain(...lines: readonly string[]): this {
    this.#errors.push(...lines);
    return this;
  }

  end(exitCode: number): ScriptEnd {
    return { exitCode, stdout: text(this.#out), stderr: text(this.#errors) };
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
