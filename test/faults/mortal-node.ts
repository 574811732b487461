import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery, ManagedNode, Report } from '../../local/ssm/managed-node.ts';

/** A node that can die: from then on it reports nothing, not even how what it was at ended. */
export class MortalNode implements ManagedNode {
  readonly id: string;
  readonly agentVersion: string;
  readonly computerName: string;
  readonly #node: ManagedNode;
  readonly #directory: string;
  #lives = 0;

  constructor(node: ManagedNode, directory: string) {
    this.#node = node;
    this.#directory = directory;
    this.id = node.id;
    this.agentVersion = node.agentVersion;
    this.computerName = node.computerName;
  }

  async run(delivery: Delivery): Promise<Report> {
    const life = this.#lives;
    const report = await this.#node.run(delivery);
    return life === this.#lives ? report : new Promise(() => undefined);
  }

  /** Kills every process below its directory at once, as a loss of power does. */
  async die(): Promise<void> {
    this.#lives++;
    await killBelow(this.#directory);
  }
}

/** Some processes may be started while others are killed: until none is left. */
async function killBelow(directory: string): Promise<void> {
  for (let found = await processesBelow(directory); found.length > 0; found = await processesBelow(directory))
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended just now.
      }
    }
}

async function processesBelow(directory: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).map(Number).filter((pid) => pid > 1);
  const where = await Promise.all(numbers.map((pid) => readlink(join('/proc', String(pid), 'cwd')).catch(() => '')));
  return numbers.filter((_, index) => where[index]?.startsWith(directory));
}
