import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { type AgentVersion, writeAgent } from './artifacts.ts';

const healthSchema = z.object({ version: z.string(), healthy: z.boolean() });
export type AgentHealth = z.infer<typeof healthSchema>;

export interface DemoNode {
  readonly id: string;
  /** Holds versions/, current and run/ (port, pid, log); also the node's install root. */
  readonly directory: string;
}

/** Makes the directory a node on which the agent was started, in whatever way it is installed there. */
export type StartNode = (directory: string, agent: AgentVersion) => Promise<void>;

/** Milliseconds an agent has to answer after its start; 50 that start at once on two cores take about 3 s. */
const START_LIMIT_MS = 20_000;

/** Nodes on this machine, each a directory with a running agent. `stop` leaves no process behind. */
export class DemoFleet {
  private constructor(readonly nodes: readonly DemoNode[]) {}

  /**
   * Makes a node below `directory` for each id and starts its agent, which comes from an archive unless `startNode` says
   * otherwise. Throws when an agent does not come up.
   */
  static async start(
    directory: string,
    ids: readonly string[],
    agent: AgentVersion,
    startNode: StartNode = startArchiveNode,
  ): Promise<DemoFleet> {
    const fleet = new DemoFleet(ids.map((id) => ({ id, directory: join(directory, id) })));
    try {
      await Promise.all(fleet.nodes.map((node) => startNode(node.directory, agent)));
      await Promise.all(fleet.nodes.map((node) => fleet.#answers(node)));
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  /** What the agent answers now; undefined when none answers. */
  health({ directory }: DemoNode): Promise<AgentHealth | undefined> {
    return agentHealth(directory);
  }

  /** Ends every agent, also one that an upgrade started, and keeps a restart under way from starting another. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map(({ directory }) => stopNode(directory)));
  }

  async #answers(node: DemoNode): Promise<void> {
    const limit = Date.now() + START_LIMIT_MS;
    while ((await this.health(node)) === undefined) {
      if (Date.now() > limit)
        throw new Error(`The agent of ${node.id} did not start; see ${node.directory}/run/agent.log`);
      await delay(20);
    }
  }
}

/** What the agent in a directory answers now; undefined when none answers. */
export async function agentHealth(directory: string): Promise<AgentHealth | undefined> {
  const port = await read(join(directory, 'run/port'));
  if (port === undefined) return undefined;
  const url = `http://127.0.0.1:${port}/health`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  return response && healthSchema.parse(await response.json());
}

/** Empties a node, and makes what every demo agent needs there. */
export async function makeRun(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, 'run'), { recursive: true });
  await own(directory, 0);
}

/** A Node.js for the agent, and whose end is also its own, with the seconds after which it is. */
async function own(directory: string, patienceSeconds: number): Promise<void> {
  const run = join(directory, 'run');
  await rm(join(run, 'node'), { force: true });
  await symlink(process.execPath, join(run, 'node'));
  await writeFile(join(run, 'owner.new'), `${process.pid} ${patienceSeconds}`);
  await rename(join(run, 'owner.new'), join(run, 'owner'));
}

async function startArchiveNode(directory: string, agent: AgentVersion): Promise<void> {
  await makeRun(directory);
  await writeAgent(join(directory, 'versions', agent.version), agent);
  await symlink(`versions/${agent.version}`, join(directory, 'current'));
  await restart(directory);
}

/**
 * How nodes are started whose directories outlive this process: one that is there already is left as it is, with whatever version it has
 * come to. Its agent is started where none runs, and waits so many seconds for the next process when this one is killed.
 */
export const keptArchiveNode =
  (patienceSeconds: number): StartNode =>
  async (directory, agent) => {
    const isNew = !existsSync(join(directory, 'current'));
    if (isNew) await startArchiveNode(directory, agent);
    await own(directory, patienceSeconds);
    if (isNew) return;
    await rm(join(directory, 'run/stopped'), { force: true });
    if ((await livingAgent(directory)) !== undefined) return;
    await rm(join(directory, 'run/pid'), { force: true }); // by now another process may have that number
    await restart(directory);
  };

/** Starts the agent in `current`, instead of one that runs. */
export async function restart(directory: string): Promise<void> {
  const child = spawn('sh', ['current/bin/restart'], {
    cwd: directory,
    env: { PATH: process.env['PATH'], FLEET_ROOT: directory },
    stdio: 'ignore',
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${directory}: restart ended with ${code}`)),
    );
  });
}

async function stopNode(directory: string): Promise<void> {
  const run = join(directory, 'run');
  await writeFile(join(run, 'stopped'), '').catch(() => undefined); // a node that was never made has no run/
  for (let pid = await livingAgent(directory); pid !== undefined; pid = await livingAgent(directory)) {
    try {
      process.kill(pid);
    } catch {
      return; // it ended just now
    }
    await delay(10);
  }
}

/** The pid of the node's agent while that process lives; a later process with its number is told by its command line. */
async function livingAgent(directory: string): Promise<number | undefined> {
  const pid = Number(await read(join(directory, 'run/pid')));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  const commandLine = await read(`/proc/${pid}/cmdline`); // undefined where there is no /proc
  return commandLine === undefined || commandLine.includes(directory) ? pid : undefined;
}

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
